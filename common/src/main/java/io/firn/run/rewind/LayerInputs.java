package io.firn.run.rewind;

import io.firn.model.Layer;
import io.firn.model.TableName;
import java.util.Map;

/** Reads a layer's progress, which only the layer itself understands. */
public interface LayerInputs {
  Layer layer();

  /** For each input table the snapshot whose rows {@code progress} says are in. */
  Map<TableName, Long> inputs(String progress);
}
