import { useId } from "react";

interface Props {
  name: string;
  label: string;
  type: "email" | "password";
  autoComplete: string;
  autoFocus?: boolean;
}

export function AuthField({ label, ...input }: Props) {
  const id = useId();
  return (
    <div className="auth-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} required {...input} />
    </div>
  );
}

/** The text of a field; a form's entry may also be a file, which these fields never are. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value : "";
}
