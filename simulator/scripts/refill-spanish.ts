import { beats, type Script } from "./script.ts";

export const refillSpanish: Script = {
  voicemail:
    "Hola {{customer_name}}, le llamamos de {{clinic_name}} por su receta de {{medication}}. Llámenos cuando pueda. ¡Gracias!",
  handOver: beats(`
    user: Sí, soy yo. Prefiero hablar con la farmacéutica, por favor.
    agent: Claro que sí. Le paso con ella enseguida, no cuelgue.
  `),
  talks: [
    {
      endedBy: "agent_hangup",
      beats: beats(`
        user: Sí, soy yo. ¿Qué pasó?
        agent: Su receta de {{medication}} está por terminarse. ¿Quiere que la renovemos?
        user: Sí, por favor. Me quedan pastillas para tres días.
        tool: renew_prescription {"patient":"{{customer_name}}","medication":"{{medication}}"} -> {"status":"renewed","ready":"mañana"}
        agent: Listo. Puede recogerla mañana a partir de las diez.
        user: ¿En la misma farmacia de siempre?
        agent: Sí, en la farmacia de {{clinic_name}}.
        user: Muy bien, muchas gracias.
        agent: Con gusto, {{customer_name}}. ¡Que tenga un buen día!
        tool: end_call {"reason":"receta renovada"} -> {"success":true}
      `),
      summary:
        "{{customer_name}} renewed the prescription for {{medication}}; it can be picked up tomorrow from ten.",
      sentiment: "Positive",
      successful: true,
      findings: { refill_wanted: true, days_left: 3 },
    },
    {
      endedBy: "user_hangup",
      beats: beats(`
        user: ¿Bueno? Sí, dígame.
        agent: Le llamo por su receta de {{medication}}. ¿La quiere renovar?
        user: No, el doctor me cambió el tratamiento la semana pasada.
        agent: Entiendo. Entonces la dejo sin renovar y aviso al equipo.
        user: Sí, mejor así. Además ya tengo cita el jueves.
        agent: Perfecto, {{customer_name}}. ¿Algo más en que le pueda ayudar?
        user: No, nada más. Adiós.
      `),
      summary:
        "{{customer_name}} does not need {{medication}} any more because the doctor changed the treatment.",
      sentiment: "Neutral",
      successful: true,
      findings: { refill_wanted: false, days_left: 0 },
    },
  ],
};
