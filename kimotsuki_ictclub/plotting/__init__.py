"""Recordings and live samples → pictures."""

from .channels import ChannelStyle, channel_style
from .png import png_of, save_picture
from .recording_chart import draw_comparison, draw_recording
from .robot_path import draw_path, draw_robot_path, robot_path

__all__ = [
    "ChannelStyle",
    "channel_style",
    "draw_comparison",
    "draw_path",
    "draw_recording",
    "draw_robot_path",
    "png_of",
    "robot_path",
    "save_picture",
]
