"""Nordic chips: the peripherals that the micro:bit's firmware uses, one file a group, and two chips made of them.

Register offsets and bit numbers: nRF51 Series Reference Manual 3.0 and nRF52833 Product Specification 1.5, in
the chapter that has the peripheral's name. Where one class serves both chips, the registers are the same.
"""
