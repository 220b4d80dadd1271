// node polars.mjs csv-parquet IN OUT COLUMNS | parquet-csv IN OUT   (lazy: scan, then sink)
// COLUMNS: name:type,… with the types i64, i32, decimal, date, datetime, text.
import { createRequire } from "node:module";
const pl = createRequire(import.meta.url)("nodejs-polars");
const types = { i64: pl.Int64, i32: pl.Int32, decimal: pl.Decimal(15, 2), date: pl.Date, datetime: pl.Datetime("us"), text: pl.Utf8 };
const [path, input, output, columns] = process.argv.slice(2);
if (path === "csv-parquet") {
  const schema = Object.fromEntries(columns.split(",").map((c) => c.split(":")).map(([name, type]) => [name, types[type]]));
  await pl.scanCSV(input, { schema }).sinkParquet(output).collect();
} else if (path === "parquet-csv") await pl.scanParquet(input).sinkCSV(output).collect();
else throw new Error(`unknown path ${path}`);
