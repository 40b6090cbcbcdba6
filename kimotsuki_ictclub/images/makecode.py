"""Python of MakeCode, pasted where MicroPython is meant: it looks like ours and has other names."""

from __future__ import annotations

import ast

from ..language import N_
from .mistake_error import MistakeError, mistake_at
from .reach import own_names
from .source_text import nodes_of, tree_of

# Namespaces and their functions (makecode.microbit.org/reference); those of MicroPython's modules are left out.
_FUNCTIONS = {
    "basic": "show_string show_number show_leds show_icon show_arrow show_compass show_animation plot_leds pause"
    " forever clear_screen color",
    "input": "on_button_pressed on_gesture on_pin_pressed on_pin_released on_sound on_logo_event on_logo_pressed"
    " button_is_pressed is_gesture pin_is_pressed logo_is_pressed temperature light_level acceleration rotation"
    " compass_heading magnetic_force running_time running_time_micros sound_level calibrate_compass"
    " set_accelerometer_range set_sound_threshold",
    "led": "plot unplot toggle point point_brightness plot_brightness plot_bar_graph plot_all brightness set_brightness"
    " enable fade_in fade_out stop_animation set_display_mode screenshot toggle_all",
    "music": "play_tone ring_tone rest beat begin_melody start_melody play_melody built_in_melody change_tempo_by"
    " tempo volume is_sound_playing on_event play_sound_effect create_sound_expression"
    " built_in_playable_melody builtin_playable_sound_effect string_playable tone_playable stop_all_sounds stop_melody"
    " set_built_in_speaker_enabled",
    "serial": "write_line write_value write_number write_numbers write_string write_buffer read_line read_until"
    " read_string read_buffer on_data_received redirect redirect_to_usb set_baud_rate set_rx_buffer_size"
    " set_write_line_padding set_tx_buffer_size",
    "radio": "send_number send_string send_value send_buffer set_group set_transmit_power set_transmit_serial_number"
    " set_frequency_band received_packet on_received_number on_received_string on_received_value on_received_buffer"
    " on_data_received raise_event received_signal_strength",
    "pins": "digital_read_pin digital_write_pin analog_read_pin analog_write_pin analog_set_period servo_write_pin"
    " servo_set_pulse set_pull map pulse_in on_pulsed analog_pitch i2c_read_number i2c_write_number set_events"
    " touch_set_mode set_audio_pin",
    "control": "in_background on_event raise_event wait_micros wait_for_event reset device_name device_serial_number"
    " event_timestamp event_value millis",
    "game": "create_sprite add_score set_score score game_over pause resume start_countdown set_life remove_life"
    " is_game_over is_running",
    "images": "create_image create_big_image arrow_image icon_image",
    "loops": "every_interval",
    "datalogger": "log create_cv set_column_titles delete_log mirror_to_serial include_timestamp",
    "IconNames": "", "ArrowNames": "", "Gesture": "", "Button": "", "TouchPin": "", "DigitalPin": "", "AnalogPin": "",
    "BeatFraction": "", "Melodies": "", "MelodyOptions": "", "Dimension": "", "Note": "", "Direction": "",
    "SoundExpression": "", "PulseValue": "", "PinPullMode": "", "NumberFormat": "",
}  # fmt: skip
_TABLE = {namespace: frozenset(functions.split()) for namespace, functions in _FUNCTIONS.items()}


def check_makecode(file: str, source: str) -> None:
    """Raise MistakeError "program-makecode" for the first name that only MakeCode knows."""
    tree = tree_of(source)
    if tree is None:
        return
    own = own_names([tree]) - {"music", "radio"}
    uses = [
        node
        for node in nodes_of(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in own
        and _is_makecode(node.value.id, node.attr)
    ]  # fmt: skip
    if uses:
        raise _mistake(file, source, min(uses, key=lambda node: (node.lineno, node.col_offset)))


def _is_makecode(namespace: str, name: str) -> bool:
    functions = _TABLE.get(namespace)
    return functions is not None and (not functions or name in functions)


def _mistake(file: str, source: str, node: ast.Attribute) -> MistakeError:
    return mistake_at(
        file, source, node.lineno,
        N_("`%(name)s` is Python of MakeCode."),
        N_("A program of MakeCode goes onto a board from MakeCode. Programs here begin with: from microbit import *"),
        "program-makecode",
        name=ast.unparse(node),
    )  # fmt: skip
