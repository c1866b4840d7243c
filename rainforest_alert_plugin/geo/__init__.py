"""Ground floor: coordinate arrays, geodesy, reference systems and pinned operations, reading and writing with OGR."""
