package io.firn.bronze;

import java.io.Serializable;

/**
 * A run's stamp on each row and file.
 *
 * @param landedAtMicros the run's start in microseconds since 1970
 */
record LandingStamp(String runKey, String operationId, long landedAtMicros)
    implements Serializable {}
