import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError, api } from "@/shared/api/http";
import { sessionKey } from "@/shared/api/query-client";
import type { SessionUser } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";
import { AuthField, textOf } from "./auth-field";
import { AuthForm, AuthFrame } from "./auth-frame";

export default function SignInPage() {
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: (values: FormData) =>
      api.post<{ user: SessionUser }>("/auth/login", {
        email: textOf(values, "email").trim(),
        password: textOf(values, "password"),
      }),
    onSuccess: async () => {
      // Whatever an earlier user of this page read is not this user's to see.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
  });
  const { error } = signIn;
  return (
    <AuthFrame title={t("auth.signIn")}>
      <AuthForm
        action={t("auth.signIn")}
        pending={signIn.isPending}
        error={error instanceof ApiError && error.status === 401 ? t("auth.failed") : error}
        onSubmit={signIn.mutate}
      >
        <AuthField name="email" label={t("auth.email")} type="email" autoComplete="username" autoFocus />
        <AuthField name="password" label={t("auth.password")} type="password" autoComplete="current-password" />
      </AuthForm>
    </AuthFrame>
  );
}
