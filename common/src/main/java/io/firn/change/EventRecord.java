package io.firn.change;

/**
 * What a record that Debezium wrote turns out to be: a change, the end of a key, or a word of the
 * connector about itself. Anything else is refused with an {@link EnvelopeRefusal}.
 */
public sealed interface EventRecord permits Envelope, Tombstone, Notice {}
