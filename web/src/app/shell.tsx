import { RealtimeProvider } from "@/shared/realtime/realtime-provider";
import { useUser } from "@/shared/session/session";
import { Frame } from "./frame";

/** The application around its pages: the socket lives here, above the routes. */
export default function Shell() {
  const user = useUser();
  return (
    // Another user in the same tab gets a socket of their own.
    <RealtimeProvider key={user.id}>
      <Frame />
    </RealtimeProvider>
  );
}
