export default function Loading() {
  return <p aria-busy="true">Chargement…</p>;
}
