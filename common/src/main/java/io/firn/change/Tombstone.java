package io.firn.change;

/** A record without a value: it lets a compacted topic forget the key, and changes nothing. */
public record Tombstone() implements EventRecord {}
