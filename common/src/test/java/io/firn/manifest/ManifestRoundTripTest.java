package io.firn.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.BronzeTable;
import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Connector;
import io.firn.config.Deletes;
import io.firn.config.Evolve;
import io.firn.config.Expectation;
import io.firn.config.Expectations;
import io.firn.config.Explode;
import io.firn.config.Format;
import io.firn.config.GoldTable;
import io.firn.config.KafkaReader;
import io.firn.config.KafkaSettings;
import io.firn.config.LandingLimits;
import io.firn.config.NamePatterns;
import io.firn.config.Names;
import io.firn.config.Otherwise;
import io.firn.config.Pipeline;
import io.firn.config.QuarantineSettings;
import io.firn.config.Refresh;
import io.firn.config.RegistrySettings;
import io.firn.config.Setting;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.config.VersionRules;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any pipeline survives the way through JSON, and its JSON is canonical and valid. */
class ManifestRoundTripTest {

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void reading_gives_back_what_was_written(@ForAll("pipelines") Pipeline pipeline) {
    String json = ManifestJson.write(Manifest.of(pipeline));

    Pipeline read = ManifestJson.readPipeline(json, Pipelines.ENVIRONMENT);

    assertThat(read).isEqualTo(pipeline);
    assertThat(ManifestJson.write(Manifest.of(read))).isEqualTo(json);
    assertThat(ManifestSchema.violations(json)).isEmpty();
  }

  @Provide
  Arbitrary<Pipeline> pipelines() {
    return tableNames()
        .flatMap(
            names ->
                Combinators.combine(
                        names("-"),
                        catalogs(),
                        kafkas(),
                        settings(),
                        paths(),
                        each(names, ManifestRoundTripTest::bronze),
                        each(names, name -> silver(name, names)),
                        each(names, name -> gold(name, names)))
                    .as(Pipeline::new));
  }

  private static Arbitrary<List<String>> tableNames() {
    return names("_").list().ofMinSize(1).ofMaxSize(4).uniqueElements();
  }

  private static <T> Arbitrary<List<T>> each(
      List<String> names, Function<String, Arbitrary<T>> table) {
    return Combinators.combine(names.stream().map(table).toList()).as(tables -> tables);
  }

  private static Arbitrary<CatalogSettings> catalogs() {
    return Combinators.combine(
            names("_"), Arbitraries.of(CatalogType.class), texts(), texts(), settings())
        .as(
            (name, type, uri, warehouse, properties) ->
                new CatalogSettings(name, type, Optional.of(uri), warehouse, properties));
  }

  private static Arbitrary<KafkaSettings> kafkas() {
    return Combinators.combine(
            texts(),
            registries().optional(),
            Arbitraries.of(KafkaReader.class),
            limits(),
            settings())
        .as(KafkaSettings::new);
  }

  private static Arbitrary<RegistrySettings> registries() {
    Arbitrary<Setting> secrets = references();
    Arbitrary<RegistrySettings> basic =
        Combinators.combine(texts(), texts(), secrets)
            .as(
                (url, user, password) ->
                    new RegistrySettings(
                        url,
                        Optional.of(user),
                        Optional.of(password),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    Arbitrary<RegistrySettings> bearer =
        Combinators.combine(texts(), secrets.optional(), paths(), secrets.optional())
            .as(
                (url, token, truststore, password) ->
                    new RegistrySettings(
                        url,
                        Optional.empty(),
                        Optional.empty(),
                        token,
                        Optional.of(truststore),
                        password));
    return Arbitraries.oneOf(texts().map(RegistrySettings::at), basic, bearer);
  }

  private static Arbitrary<Setting> references() {
    return Arbitraries.oneOf(
        names("_").map(name -> new Setting.FromEnvironment(name, Pipelines.ENVIRONMENT)),
        paths().map(Setting.FromFile::new));
  }

  private static Arbitrary<LandingLimits> limits() {
    Arbitrary<Long> bytes = Arbitraries.longs().between(1, LandingLimits.NONE);
    return Combinators.combine(bytes, bytes).as(LandingLimits::new);
  }

  private static Arbitrary<NamePatterns> patterns() {
    return texts().map(Pattern::quote).list().ofMaxSize(2).map(NamePatterns::new);
  }

  private static Arbitrary<SortedMap<String, Setting>> settings() {
    Arbitrary<Setting> values = Arbitraries.oneOf(texts().map(Setting.Plain::new), references());
    return Arbitraries.maps(names("./~-"), values).ofMaxSize(3).map(TreeMap::new);
  }

  private static Arbitrary<BronzeTable> bronze(String name) {
    return Combinators.combine(
            texts().map(Pattern::quote).map(Pattern::compile),
            Arbitraries.of(Connector.class),
            Arbitraries.of(Format.class),
            patterns(),
            patterns(),
            quarantines())
        .as(
            (topics, connector, format, allow, deny, quarantine) ->
                new BronzeTable(name, topics, connector, format, allow, deny, quarantine));
  }

  private static Arbitrary<QuarantineSettings> quarantines() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 999_999_999).optional(),
            Arbitraries.doubles().between(0, 1).ofScale(9))
        .as(
            (rows, share) ->
                new QuarantineSettings(
                    rows.map(most -> OptionalLong.of(most)).orElseGet(OptionalLong::empty), share));
  }

  private static Arbitrary<SilverTable> silver(String name, List<String> names) {
    return Combinators.combine(
            Arbitraries.of(names).map(input -> new UnitName(Layer.BRONZE, input)),
            columnNames(),
            columns().list().ofMaxSize(3),
            Arbitraries.of(Evolve.class),
            Arbitraries.integers().between(1, 10_000).optional(),
            Arbitraries.oneOf(latest(), versions()))
        .as(
            (from, key, columns, evolve, buckets, rules) ->
                new SilverTable(
                    name,
                    from,
                    key,
                    columns,
                    evolve,
                    buckets.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                    rules));
  }

  private static Arbitrary<Transform> transforms() {
    Arbitrary<Transform> classes = texts().map(Transform.JavaClass::new);
    return Arbitraries.oneOf(
        classes,
        Combinators.combine(texts(), texts()).as((file, sql) -> new Transform.Sql(file, sql)));
  }

  private static Arbitrary<SilverRules> latest() {
    return Combinators.combine(
            Arbitraries.of(Deletes.class),
            Arbitraries.of(true, false),
            quarantines(),
            Arbitraries.of(Names.class),
            transforms().optional(),
            explodes().optional(),
            expectations())
        .as(
            (deletes, changes, quarantine, names, transform, explode, expected) ->
                new SilverRules(
                    deletes,
                    changes,
                    quarantine,
                    names,
                    explode.isPresent() ? Optional.empty() : transform,
                    Optional.empty(),
                    explode,
                    expected));
  }

  private static Arbitrary<Explode> explodes() {
    return Combinators.combine(texts(), Arbitraries.of(Explode.INDEX, Explode.NAME, "element key"))
        .as(Explode::new);
  }

  private static Arbitrary<SilverRules> versions() {
    Arbitrary<VersionRules> rules =
        Arbitraries.oneOf(
            Arbitraries.just(VersionRules.ALL),
            columnNames().map(track -> new VersionRules(track, List.of())),
            columnNames().map(except -> new VersionRules(List.of(), except)));
    return Combinators.combine(rules, Arbitraries.of(Names.class)).as(SilverRules::new);
  }

  private static Arbitrary<ColumnSpec> columns() {
    return Combinators.combine(
            texts(),
            texts(),
            Arbitraries.of("long", "string", "decimal(12,2)").map(ColumnType::new).optional(),
            Arbitraries.of(ColumnSpec.Encoding.class).optional())
        .as(ColumnSpec::new);
  }

  private static Arbitrary<GoldTable> gold(String name, List<String> names) {
    Arbitrary<List<UnitName>> from =
        Arbitraries.of(names)
            .map(input -> new UnitName(Layer.SILVER, input))
            .list()
            .uniqueElements()
            .ofMinSize(1)
            .ofMaxSize(names.size());
    return Combinators.combine(
            from, columnNames(), texts(), texts(), Arbitraries.of(Refresh.class), expectations())
        .as(
            (inputs, grain, file, sql, refresh, expected) ->
                new GoldTable(name, inputs, grain, file, sql, refresh, expected));
  }

  private static Arbitrary<Expectations> expectations() {
    return Combinators.combine(names("_"), rules(), Arbitraries.of(Otherwise.class))
        .filter((name, rule, end) -> end != Otherwise.QUARANTINE || rule.ofRow())
        .as(Expectation::new)
        .list()
        .uniqueElements(Expectation::name)
        .ofMaxSize(3)
        .map(Expectations::new);
  }

  private static Arbitrary<Expectation.Rule> rules() {
    Arbitrary<Expectation.Rule> tables =
        Arbitraries.of(
            new Expectation.Rows(OptionalLong.of(1), OptionalLong.empty()),
            new Expectation.Rows(OptionalLong.of(0), OptionalLong.of(9)),
            new Expectation.Fresh("day", Duration.ofMinutes(90)),
            new Expectation.Change(0.125),
            new Expectation.Change(2));
    return Arbitraries.oneOf(
        tables,
        texts().map(Expectation.Check::new),
        columnNames().map(Expectation.NotNull::new),
        columnNames().map(Expectation.Unique::new),
        Combinators.combine(texts(), columnNames()).as(Expectation.Accepted::new),
        columnNames()
            .map(
                names ->
                    new Expectation.References(names, UnitName.parse("silver:orders"), names)));
  }

  private static Arbitrary<List<String>> columnNames() {
    return texts().list().ofMinSize(1).ofMaxSize(3).uniqueElements();
  }

  private static Arbitrary<Path> paths() {
    return names(" ").map(name -> Path.of("/some", name));
  }

  /** Any characters, and often those that JSON or a terminal treats specially. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMinLength(1).ofMaxLength(8),
        Arbitraries.strings()
            .withChars("aZ0 \"\\\n\r\t/{}[]$:é日\u0000")
            .ofMinLength(1)
            .ofMaxLength(8));
  }

  /** A lower-case letter, then up to eight more characters, some of them {@code others}. */
  private static Arbitrary<String> names(String others) {
    Arbitrary<Character> first = Arbitraries.chars().range('a', 'z');
    Arbitrary<String> rest =
        Arbitraries.strings().withCharRange('a', 'z').withChars("09" + others).ofMaxLength(8);
    return Combinators.combine(first, rest).as((letter, more) -> letter + more);
  }
}
