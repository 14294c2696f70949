import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { ApiError, api } from "@/shared/api/http";
import { sessionKey } from "@/shared/api/query-client";
import type { SessionUser } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { AuthFrame } from "./auth-frame";

interface Credentials {
  email: string;
  password: string;
}

export default function SignInPage() {
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => api.post<{ user: SessionUser }>("/auth/login", credentials),
    onSuccess: async () => {
      // Whatever an earlier user of this page read is not this user's to see.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
  });
  const required = [{ required: true, message: t("auth.required") }];
  return (
    <AuthFrame title={t("auth.signIn")}>
      <Form<Credentials> layout="vertical" requiredMark={false} size="large" onFinish={(values) => signIn.mutate(values)}>
        <Form.Item name="email" label={t("auth.email")} rules={required}>
          <Input autoFocus autoComplete="username" inputMode="email" />
        </Form.Item>
        <Form.Item name="password" label={t("auth.password")} rules={required}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {signIn.error &&
          (signIn.error instanceof ApiError && signIn.error.status === 401 ? (
            <Alert type="error" showIcon role="alert" title={t("auth.failed")} />
          ) : (
            <ProblemAlert error={signIn.error} />
          ))}
        <Button block type="primary" htmlType="submit" loading={signIn.isPending}>
          {t("auth.signIn")}
        </Button>
      </Form>
    </AuthFrame>
  );
}
