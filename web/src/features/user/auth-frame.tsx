import type { ReactNode } from "react";
import { t } from "@/shared/messages/messages";
import { Logo } from "@/shared/ui/logo";

/** The page before one is inside. */
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
