package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Joins the {@code __rescued} of a new row with that of the table's row that fills in what it left
 * out, in the order of the table's columns, as {@link RowDecoder} writes it.
 */
final class RescuedMerge implements UDF3<String, String, Seq<String>, String> {
  private static final long serialVersionUID = 1L;

  private final List<String> columns;

  RescuedMerge(RowShape shape) {
    this.columns = shape.columns().stream().map(RowShape.DataColumn::name).toList();
  }

  /** Of the new row's object, the table row's object, and the columns left out. */
  UserDefinedFunction merged() {
    return functions.udf(this, DataTypes.StringType);
  }

  @Override
  public String call(String own, String held, Seq<String> missing) {
    Set<String> leftOut =
        missing == null ? Set.of() : Set.copyOf(CollectionConverters.asJava(missing));
    JsonNode ownValues = object(own);
    JsonNode heldValues = object(held);
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    for (String column : columns) {
      JsonNode value = (leftOut.contains(column) ? heldValues : ownValues).get(column);
      if (value != null) {
        merged.set(column, value);
      }
    }
    return merged.isEmpty() ? null : EventJson.write(merged);
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
