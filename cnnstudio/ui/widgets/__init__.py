"""What several panels share: maps, bars, fields, the transport bar."""
