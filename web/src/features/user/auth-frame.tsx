import type { ReactNode } from "react";
import { t } from "@/shared/messages/messages";
import { Logo } from "@/shared/ui/logo";
import { problemText } from "@/shared/ui/problem-text";

// The pages before one is inside are plain HTML: they appear at once, and the component library
// loads when there is something to show with it.

export function AuthFrame({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <main className="auth">
      <div className="auth-card">
        <div className="auth-brand">
          <Logo size={36} />
          <span>
            <strong>{t("app.name")}</strong>
            <span className="muted">{t("auth.tagline")}</span>
          </span>
        </div>
        <h1>{title}</h1>
        {hint && <p className="muted">{hint}</p>}
        {children}
      </div>
    </main>
  );
}

interface AuthFormProps {
  action: string;
  pending: boolean;
  error: string | Error | null;
  onSubmit: (values: FormData) => void;
  children: ReactNode;
}

export function AuthForm({ action, pending, error, onSubmit, children }: AuthFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onSubmit(new FormData(event.currentTarget));
      }}
    >
      {children}
      {error && (
        <p className="notice notice-error" role="alert">
          {typeof error === "string" ? error : problemText(error)}
        </p>
      )}
      <button type="submit" className="auth-submit" aria-busy={pending}>
        {action}
      </button>
    </form>
  );
}
