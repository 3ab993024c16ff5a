can pool Clinic (RX) /records
can pool Clinic (rx,w) /records
can pool Clinic (R)(WDAC) /records
can pool Clinic 0x120089 /records
can pool Clinic file_write_data D:\x
can pool Clinic WRITE_DAC D:\x
what can pool Clinic KEY_SET_VALUE
