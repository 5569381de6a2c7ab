import { badRequest } from "./refusal.ts";

/** The part of JSON Schema that requests need. Complaints are worded as the platform's validator words them. */
export type Schema = { nullable?: boolean } & (
  | { type: "any" }
  | { type: "boolean" }
  | { type: "string"; minLength?: number; maxLength?: number; oneOf?: readonly string[] }
  | { type: "number" | "integer"; minimum?: number; maximum?: number }
  | { type: "array"; items: Schema; minItems?: number; maxItems?: number }
  | {
      type: "object";
      properties?: Record<string, Schema>;
      required?: readonly string[];
      /** For the properties not named: a schema, or false if there must be none. */
      others?: Schema | false;
    }
  | { type: "either"; options: readonly Schema[] }
);

/** Refuses with 400 what does not fit. */
export function demand(value: unknown, schema: Schema): void {
  const complaint = complaintAbout(value, schema, "request/body");
  if (complaint) throw badRequest(complaint);
}

function complaintAbout(value: unknown, schema: Schema, path: string): string | null {
  if (value === null && schema.nullable) return null;
  switch (schema.type) {
    case "any":
      return null;
    case "boolean":
      return typeof value === "boolean" ? null : `${path} must be boolean`;
    case "string":
      return textComplaint(value, schema, path);
    case "number":
    case "integer":
      return numberComplaint(value, schema, path);
    case "array":
      return arrayComplaint(value, schema, path);
    case "object":
      return objectComplaint(value, schema, path);
    case "either":
      return schema.options.some((option) => complaintAbout(value, option, path) === null)
        ? null
        : `${path} must match exactly one schema in oneOf`;
  }
}

type Of<T extends Schema["type"]> = Extract<Schema, { type: T }>;

function textComplaint(value: unknown, schema: Of<"string">, path: string): string | null {
  if (typeof value !== "string") return `${path} must be string`;
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    return `${path} must NOT have fewer than ${schema.minLength} characters`;
  }
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    return `${path} must NOT have more than ${schema.maxLength} characters`;
  }
  if (schema.oneOf && !schema.oneOf.includes(value)) {
    return `${path} must be equal to one of the allowed values: ${schema.oneOf.join(", ")}`;
  }
  return null;
}

function numberComplaint(value: unknown, schema: Of<"number" | "integer">, path: string): string | null {
  if (typeof value !== "number" || (schema.type === "integer" && !Number.isInteger(value))) {
    return `${path} must be ${schema.type}`;
  }
  if (schema.minimum !== undefined && value < schema.minimum) return `${path} must be >= ${schema.minimum}`;
  if (schema.maximum !== undefined && value > schema.maximum) return `${path} must be <= ${schema.maximum}`;
  return null;
}

function arrayComplaint(value: unknown, schema: Of<"array">, path: string): string | null {
  if (!Array.isArray(value)) return `${path} must be array`;
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    return `${path} must NOT have fewer than ${schema.minItems} items`;
  }
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    return `${path} must NOT have more than ${schema.maxItems} items`;
  }
  return first(value.map((item, index) => complaintAbout(item, schema.items, `${path}/${index}`)));
}

function objectComplaint(value: unknown, schema: Of<"object">, path: string): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `${path} must be object`;
  const missing = schema.required?.find((name) => !Object.hasOwn(value, name));
  if (missing) return `${path} must have required property '${missing}'`;
  return first(
    Object.entries(value).map(([name, field]) => {
      const known = schema.properties?.[name];
      if (known) return complaintAbout(field, known, `${path}/${name}`);
      if (schema.others === false) return `${path} must NOT have additional properties`;
      return schema.others ? complaintAbout(field, schema.others, `${path}/${name}`) : null;
    }),
  );
}

function first(complaints: readonly (string | null)[]): string | null {
  return complaints.find((complaint) => complaint !== null) ?? null;
}
