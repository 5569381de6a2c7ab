import type { SourcePatch } from "../simulation/machine/module-hooks.ts";

/** A bug that somebody could have written, put into the program for a run. */
export interface Mutant {
  name: string;
  /** What is wrong with it. */
  why: string;
  source?: SourcePatch[];
  /** Statements for the database, run as a superuser. */
  sql?: string[];
}

/** A statement that changes a function's text in one place, and fails where it does not stand exactly once. */
export function rewriteFunction(signature: string, find: string, replace: string): string {
  return `do $mutant$
    declare
      definition text := pg_get_functiondef('${signature}'::regprocedure);
      find constant text := $find$${find}$find$;
    begin
      if (length(definition) - length(replace(definition, find, ''))) <> length(find) then
        raise exception 'The text does not stand exactly once in ${signature}: %', find;
      end if;
      execute replace(definition, find, $replace$${replace}$replace$);
    end
  $mutant$`;
}
