package io.firn.sandbox;

import io.firn.config.Pipeline; // expect: import-control
import io.firn.model.TableName; // expect: import-control
import org.apache.kafka.clients.admin.Admin;

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Pipeline usePipeline();
  TableName useTableName();
  Admin useAdmin();
}
