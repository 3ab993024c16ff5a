# Rights as icacls, Windows or a debugger writes them: all of them are asked for.
world demo
can pool B (RX) /secure
can pool B FILE_WRITE_DATA /secure
can pool B 0x120089 /secure
can alice (R)(WDAC) /public
