import Quiz from "./quiz";

export const metadata = { title: "Créer · Carnet" };

export default function Create() {
  return <Quiz />;
}
