"""Recordings and live samples → pictures."""

from .channels import ChannelStyle, channel_style
from .pictures import png_of, save_picture
from .recordings import draw_comparison, draw_recording

__all__ = ["ChannelStyle", "channel_style", "draw_comparison", "draw_recording", "png_of", "save_picture"]
