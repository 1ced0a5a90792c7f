// What every control of a form is given.
import type { FieldError, Schema } from '../api';

// By widget, the only items that may be chosen; all of the kind where nothing is said.
export type Offered = Record<string, string[]>;

export interface FieldProps {
  name: string;
  schema: Schema;
  value: unknown;
  onChange: (value: unknown) => void;
  pointer: string;
  errors: FieldError[];
  required: boolean;
  textLang?: string | undefined;
  offered?: Offered | undefined;
}

// A control inside of its field, which says its label, hint and error.
export type ControlProps = FieldProps & { id: string; described: string | undefined; error: string | undefined };

export function aria({ described, error }: ControlProps) {
  return { 'aria-describedby': described, 'aria-invalid': error ? true : undefined };
}

// The id of the element that holds the value at a JSON Pointer.
export function fieldId(pointer: string): string {
  return `f${pointer.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}
