package io.firn.cli;

import io.firn.bronze.Advice;
import io.firn.bronze.QuarantinedRecord;
import io.firn.bronze.RecordContent;
import java.util.Optional;

/** A refused record with all that can be said of it. */
record ShownRecord(QuarantinedRecord record, RecordContent content, Optional<Advice> advice) {}
