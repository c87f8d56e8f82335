import { GraphiQL } from "graphiql";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { fetcher } from "./fetcher";
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";

const welcome = `# Kith by GraphQL. Whoever is signed in to Kith
# in this browser is signed in here. Otherwise
# sign in, and put the token into "Headers" below:
#   {"Authorization": "Bearer …"}
#
# mutation {
#   tokenAuth(email: "me@example.org", password: "…") {
#     token
#   }
# }

query {
  me {
    displayName
  }
  myChatSessions(limit: 10) {
    id
    title
    messages(limit: 2) {
      role
      content
    }
  }
}
`;

const root = document.getElementById("graphiql");
if (root)
  createRoot(root).render(
    <StrictMode>
      <GraphiQL fetcher={fetcher} defaultQuery={welcome} />
    </StrictMode>,
  );
