package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Joins the {@code __rescued} of a new row with that of the table's row that fills in what it left
 * out, in the order of the table's columns, as {@link RowDecoder} writes it.
 *
 * <p>A source leaves out values that it does not want to send again, and never a null. So a null of
 * the table's row is no value that was left out: the row is older than the column, and the value
 * was told by no event. The new row says so in {@code __rescued}, as a rebuild does.
 */
final class RescuedMerge implements UDF4<String, String, Seq<String>, Seq<String>, String> {
  private static final long serialVersionUID = 1L;

  private final List<String> columns;

  RescuedMerge(RowShape shape) {
    this.columns = shape.columns().stream().map(RowShape.DataColumn::name).toList();
  }

  /** Of the new row's object, the table row's object, columns left out, nulls of the table's. */
  UserDefinedFunction merged() {
    return functions.udf(this, DataTypes.StringType);
  }

  @Override
  public String call(String own, String held, Seq<String> missing, Seq<String> nulls) {
    Set<String> leftOut = set(missing);
    Set<String> untold = set(nulls);
    JsonNode ownValues = object(own);
    JsonNode heldValues = object(held);
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    for (String column : columns) {
      JsonNode value = (leftOut.contains(column) ? heldValues : ownValues).get(column);
      if (value == null && untold.contains(column)) {
        value = ownValues.get(column);
      }
      if (value != null) {
        merged.set(column, value);
      }
    }
    return merged.isEmpty() ? null : EventJson.write(merged);
  }

  private static Set<String> set(Seq<String> columns) {
    return columns == null ? Set.of() : Set.copyOf(CollectionConverters.asJava(columns));
  }

  private static JsonNode object(String json) {
    if (json == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return EventJson.read(json);
    } catch (DoesNotFit malformed) {
      throw new IllegalStateException("__rescued holds JSON objects that Firn wrote", malformed);
    }
  }
}
