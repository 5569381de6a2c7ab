const FIRST = [
  ..."Maria James Aisha Daniel Grace José Emily Noah Priya Liam Sofia Ethan Chloé Hannah Omar Olivia Lucas Ingrid".split(
    " ",
  ),
  ..."Fatima Peter Rosa William Mei Kwame Elena Viktor Amara Hugo Leila Mateo Nadia Oscar Paula Quentin Ruth Samir".split(
    " ",
  ),
  ..."Tessa Umar Vera Walter Ximena Yusuf Zoë Andre Bianca Carlos Divya Emeka Freya Gianni Helga Ivan Jasmine Karim".split(
    " ",
  ),
];
const LAST = [
  ..."Lopez Carter Khan Müller O'Brien Hernández Watson Becker Natarajan Murphy Rossi Brooks Dubois Schmidt Haddad".split(
    " ",
  ),
  ..."Chen Andrade Sørensen Baker Zahra Nowak Jiménez Hughes Tanaka Mensah Petrov Okafor Laurent Farouk García Ivanova".split(
    " ",
  ),
  ..."Lindqvist Moreau Osei Patel Quinn Romero Singh Thompson Ueda Vargas Wright Xu Yilmaz Zimmerman Abbott Bauer".split(
    " ",
  ),
  ..."Castillo Duarte Eriksen Fischer Greene Horvat Ito Jansen Kowalski Larsen Mbeki Novak Oliveira Pereira Ricci".split(
    " ",
  ),
];

/** The name of a person by their place in the register; the first few thousand are all different. */
export function nameOf(place: number): string {
  const first = FIRST[place % FIRST.length] ?? "";
  const last = LAST[(place + Math.floor(place / FIRST.length)) % LAST.length] ?? "";
  return `${first} ${last}`;
}
