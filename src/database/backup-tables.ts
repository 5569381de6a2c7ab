import pg from "pg";

/** Sessions and the like end with a restore: one that was ended after the backup must not come back. */
const leftOut = ["sessions", "verifications", "rate_limits"];
/** Transaction numbers mean nothing in another database. */
const leftOutColumns: Record<string, readonly string[]> = { retell_calls: ["changed_xid"] };

export interface TableInBackup {
  name: string;
  columns: string[];
}

/** Every table of ours whose rows are kept, those first that others refer to. */
export async function listBackupTables(client: pg.ClientBase): Promise<TableInBackup[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; refers_to: string[] }>(
    `select c.relname as name,
            array(select attname::text from pg_attribute
                  where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
            array(select distinct other.relname::text from pg_constraint join pg_class other on other.oid = confrelid
                  where contype = 'f' and conrelid = c.oid and confrelid <> c.oid) as refers_to
     from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all($1)
     order by relname`,
    [leftOut],
  );
  const sorted: TableInBackup[] = [];
  const waiting = [...rows];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ refers_to }) => refers_to.every((name) => isIn(sorted, name)));
    const [table] = waiting.splice(ready, 1);
    if (ready === -1 || !table) throw new Error("Tables refer to each other in a circle.");
    const dropped = leftOutColumns[table.name] ?? [];
    sorted.push({ name: table.name, columns: table.columns.filter((column) => !dropped.includes(column)) });
  }
  return sorted;
}

function isIn(tables: readonly TableInBackup[], name: string): boolean {
  return tables.some((table) => table.name === name);
}

export function columnList({ columns }: TableInBackup): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(", ");
}
