/** An empty application: what any page of this version of Next makes a browser load. */
export default function Page() {
  return <main>Hello</main>;
}
