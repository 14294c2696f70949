import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api } from "@/shared/api/http";
import { t } from "@/shared/messages/messages";
import { textOf } from "./auth-field";
import { AuthForm, AuthFrame } from "./auth-frame";
import { NewPassword } from "./new-password";

export default function AcceptInvitationPage() {
  const [params] = useSearchParams();
  const code = params.get("code");
  const [differ, setDiffer] = useState(false);
  const accept = useMutation({
    mutationFn: (password: string) => api.post("/auth/accept", { code, password }),
  });
  return (
    <AuthFrame title={t("auth.invitation")} hint={t("auth.invitationHint")}>
      {!code ? (
        <p className="notice notice-error" role="alert">
          {t("auth.invitationMissing")}
        </p>
      ) : accept.isSuccess ? (
        <>
          <p className="notice" role="status">
            {t("auth.accepted")}
          </p>
          <Link to="/tickets">{t("auth.signIn")}</Link>
        </>
      ) : (
        <AuthForm
          action={t("auth.accept")}
          pending={accept.isPending}
          error={differ ? t("auth.mismatch") : accept.error}
          onSubmit={(values) => {
            const same = textOf(values, "new") === textOf(values, "repeat");
            setDiffer(!same);
            if (same) accept.mutate(textOf(values, "new"));
          }}
        >
          <NewPassword />
        </AuthForm>
      )}
    </AuthFrame>
  );
}
