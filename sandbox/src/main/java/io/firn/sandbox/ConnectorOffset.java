package io.firn.sandbox;

import java.util.Map;

/**
 * How far a connector has told Connect it has read: a source partition and the position in it. The
 * keys are the connector's own.
 */
public record ConnectorOffset(Map<String, Object> partition, Map<String, Object> offset) {}
