import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api } from "@/shared/api/http";
import { sessionKey } from "@/shared/api/query-client";
import { t } from "@/shared/messages/messages";
import { AuthField, textOf } from "./auth-field";
import { AuthForm, AuthFrame } from "./auth-frame";
import { NewPassword } from "./new-password";

/** @param forced the password was generated and must go before anything else */
export default function ChangePasswordPage({ forced = false }: { forced?: boolean }) {
  const queries = useQueryClient();
  const [differ, setDiffer] = useState(false);
  const change = useMutation({
    mutationFn: (values: FormData) =>
      api.post("/auth/password", { current: textOf(values, "current"), new: textOf(values, "new") }),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionKey }),
  });
  return (
    <AuthFrame
      title={t(forced ? "auth.mustChange" : "auth.change")}
      hint={t(forced ? "auth.mustChangeHint" : "auth.changeHint")}
    >
      {change.isSuccess ? (
        <p className="notice" role="status">
          {t("auth.passwordChanged")}
        </p>
      ) : (
        <AuthForm
          action={t("auth.setPassword")}
          pending={change.isPending}
          error={differ ? t("auth.mismatch") : change.error}
          onSubmit={(values) => {
            const same = textOf(values, "new") === textOf(values, "repeat");
            setDiffer(!same);
            if (same) change.mutate(values);
          }}
        >
          <AuthField
            name="current"
            label={t("auth.current")}
            type="password"
            autoComplete="current-password"
            autoFocus
          />
          <NewPassword />
        </AuthForm>
      )}
      {!forced && <Link to="/tickets">{t("auth.back")}</Link>}
    </AuthFrame>
  );
}
