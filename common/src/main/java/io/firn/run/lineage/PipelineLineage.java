package io.firn.run.lineage;

import io.firn.config.ColumnSpec;
import io.firn.config.Explode;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.lineage.QueryLineage;
import io.firn.lineage.Source;
import io.firn.lineage.Use;
import io.firn.lineage.Uses;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.TrialSession;
import io.firn.run.trial.KnownColumns;
import io.firn.run.trial.Trial;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the lineage of a pipeline's units. Columns are those that the pipeline declares, with their
 * types; where it leaves some to the source, those of the warehouse's tables.
 */
public final class PipelineLineage implements AutoCloseable {
  /** In a bronze event, before the source's own field. */
  private static final String ROW = "after.";

  private final Pipeline pipeline;
  private final Map<Layer, Trial> trials = new EnumMap<>(Layer.class);
  private final SilverShape silver;
  private final Supplier<Catalog> catalog;
  private final TrialSession session;
  private final Map<UnitName, Made> made = new HashMap<>();
  private boolean preferHeld;

  /**
   * @param catalog opens the warehouse; called only when columns are not declared
   */
  public PipelineLineage(
      Pipeline pipeline, List<Trial> trials, SilverShape silver, Supplier<Catalog> catalog) {
    this.pipeline = pipeline;
    trials.forEach(trial -> this.trials.put(trial.layer(), trial));
    this.silver = silver;
    this.catalog = catalog;
    this.session = new TrialSession(pipeline);
  }

  /** A unit's lineage and the columns that its table has by it. */
  private record Made(UnitLineage lineage, StructType columns) {}

  /**
   * What the columns of a silver or gold unit are made of.
   *
   * @throws FirnException CONFIG when the query does not fit, or when nobody knows the columns of
   *     what it reads
   */
  public UnitLineage of(UnitName unit) {
    try {
      return made(unit).lineage();
    } catch (FirnException first) {
      if (preferHeld || first.failure().kind() != ErrorKind.CONFIG) {
        throw first;
      }
      return again(unit, first);
    }
  }

  /** The query may read a column that the source has and the pipeline does not declare. */
  private UnitLineage again(UnitName unit, FirnException first) {
    preferHeld = true;
    made.clear();
    try {
      return made(unit).lineage();
    } catch (FirnException second) {
      first.addSuppressed(second);
      throw first;
    }
  }

  private Made made(UnitName unit) {
    Made known = made.get(unit);
    if (known == null) {
      Optional<SilverTable> table =
          unit.layer() == Layer.SILVER ? pipeline.silver(unit.table()) : Optional.empty();
      known =
          table.isPresent() && table.get().rules().transform().isEmpty()
              ? fromSource(table.get())
              : fromQuery(unit);
      made.put(unit, known);
    }
    return known;
  }

  private Made fromQuery(UnitName unit) {
    Trial trial = trials.get(unit.layer());
    Map<TableName, Dataset<Row>> rows = new HashMap<>();
    Map<String, Map<String, String>> fields = new HashMap<>();
    for (TableName table : trial.inputs(unit, pipeline).keySet()) {
      UnitName input = UnitName.parse(table.toString());
      StructType columns = input.equals(unit) ? typed(silver(unit), fields) : made(input).columns();
      rows.put(
          table,
          session.get().createDataFrame(List.of(), QueryLineage.marked(table.toString(), columns)));
    }
    Dataset<Row> result = trial.rows(unit, pipeline, rows, session.get());
    QueryLineage lineage =
        QueryLineage.of(
            ((org.apache.spark.sql.classic.Dataset<Row>) result).queryExecution().analyzed());
    List<UnitLineage.Column> columns = new ArrayList<>();
    for (QueryLineage.Column column : lineage.columns()) {
      columns.add(new UnitLineage.Column(column.name(), inputs(unit, column.uses(), fields)));
    }
    return new Made(
        new UnitLineage(unit, columns, inputs(unit, lineage.rows(), fields)), result.schema());
  }

  /** A transform's own rows are bronze's, field by field. */
  private List<UnitLineage.Input> inputs(
      UnitName unit, Uses uses, Map<String, Map<String, String>> fields) {
    List<UnitLineage.Input> inputs = new ArrayList<>();
    uses.bySource()
        .forEach(
            (source, how) -> {
              UnitName input = UnitName.parse(source.table());
              inputs.add(
                  input.equals(unit)
                      ? new UnitLineage.Input(silver(unit).from(), field(fields, source), how)
                      : new UnitLineage.Input(input, source.column(), how));
            });
    return inputs;
  }

  private static String field(Map<String, Map<String, String>> fields, Source source) {
    return fields.get(source.table()).get(source.column());
  }

  private SilverTable silver(UnitName unit) {
    return pipeline.silver(unit.table()).orElseThrow();
  }

  private StructType typed(SilverTable table, Map<String, Map<String, String>> fields) {
    Map<String, String> paths = new TreeMap<>();
    StructType columns = columns(table, paths);
    fields.put(table.unit().tableName().toString(), paths);
    return columns;
  }

  private Made fromSource(SilverTable table) {
    Map<String, String> paths = new TreeMap<>();
    StructType columns = columns(table, paths);
    List<UnitLineage.Column> lineage = new ArrayList<>();
    for (StructField column : columns.fields()) {
      lineage.add(
          new UnitLineage.Column(
              column.name(),
              List.of(
                  new UnitLineage.Input(
                      table.from(),
                      paths.get(column.name()),
                      new TreeSet<>(Set.of(Use.IDENTITY))))));
    }
    return new Made(new UnitLineage(table.unit(), lineage, List.of()), columns);
  }

  /** The columns that the source fills, each with its path in the change event. */
  private StructType columns(SilverTable table, Map<String, String> paths) {
    Optional<StructType> declared = declared(table);
    if (declared.isPresent() && (!preferHeld || held(table).isEmpty())) {
      for (String column : declared.get().fieldNames()) {
        paths.put(column, path(table, column, column));
      }
      return declared.get();
    }
    Schema held = held(table).orElseThrow(() -> unknown(table));
    for (Types.NestedField column : held.columns()) {
      paths.put(column.name(), path(table, column.name(), silver.field(column)));
    }
    return SparkSchemaUtil.convert(held);
  }

  /**
   * @param field of a column that nobody declares
   */
  private String path(SilverTable table, String column, String field) {
    Optional<String> filled = silver.filled(table, column);
    if (filled.isPresent()) {
      return filled.get();
    }
    String own =
        table.columns().stream()
            .filter(declared -> declared.name().equals(column))
            .map(ColumnSpec::path)
            .findFirst()
            .orElse(field);
    String array =
        table.key().contains(column)
            ? ""
            : table.explode().map(Explode::path).map(path -> path + "[].").orElse("");
    return ROW + array + own;
  }

  private Optional<StructType> declared(SilverTable table) {
    KnownColumns known =
        table.rules().transform().isPresent()
            ? KnownColumns.before(table, pipeline)
            : KnownColumns.of(table.unit().tableName(), pipeline);
    return known.declared();
  }

  private Optional<Schema> held(SilverTable table) {
    return Tables.load(catalog.get(), table.unit().tableName())
        .map(held -> silver.typed(table, held));
  }

  private static FirnException unknown(SilverTable table) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "Nobody knows the columns of " + table.unit() + " yet",
            table.unit().tableName().toString(),
            "a table, or a type for each column in firn.silver." + table.name() + ".columns",
            "neither",
            "Declare the columns, or run the pipeline once."));
  }

  /** Ends the session, when one was started. */
  @Override
  public void close() {
    session.close();
  }
}
