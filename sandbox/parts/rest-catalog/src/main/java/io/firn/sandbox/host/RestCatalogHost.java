package io.firn.sandbox.host;

import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/**
 * Serves a JDBC catalog through Iceberg's own REST adapter. The server class that Iceberg ships for
 * its tests does the same, but listens on every address of the machine.
 */
public final class RestCatalogHost {

  private RestCatalogHost() {}

  /** Arguments: the port, the properties file of the catalog. */
  public static void main(String[] args) throws Exception {
    Catalog catalog =
        CatalogUtil.buildIcebergCatalog("rest", settings(Path.of(args[1])), hadoopConfiguration());
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
    RESTCatalogServlet servlet = new RESTCatalogServlet(new RESTCatalogAdapter(catalog));
    context.addServlet(new ServletHolder(servlet), "/*");
    Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
    server.setHandler(context);
    server.start();
    server.join();
  }

  private static Map<String, String> settings(Path file) throws Exception {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    settings.put("catalog-impl", JdbcCatalog.class.getName());
    return settings;
  }

  /** By name, because only this JVM has Hadoop. */
  private static Object hadoopConfiguration() throws ReflectiveOperationException {
    return Class.forName("org.apache.hadoop.conf.Configuration").getConstructor().newInstance();
  }
}
