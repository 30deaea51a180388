"""`fittingroom body`: a person's own body in 3D, with how true it is."""

from __future__ import annotations

import json

from fittingroom.cli.input import AsJson, OutFolder, PersonFile, read_person_file
from fittingroom.cli.output import bar, say, warn, whole_folder, write_json
from fittingroom.cli.tables import body_table
from fittingroom.person.notes import survey_notes


def body_command(person: PersonFile, out: OutFolder, as_json: AsJson = False) -> None:
    """Make a person's body: body.glb and body.json."""
    from fittingroom.body.making import fit_body
    from fittingroom.body.wire import body_json
    from fittingroom.show.gltf import body_to_glb

    who = read_person_file(person)
    with whole_folder(out) as folder, bar() as shown:
        shown.add_task("make the body", total=None)
        fitted = fit_body(who)
        notes = survey_notes(who)["en"]
        answer = body_json(fitted) | {"notes": notes}
        (folder / "body.glb").write_bytes(body_to_glb(fitted.body))
        (folder / "body.json").write_text(json.dumps(answer, ensure_ascii=False, indent=1))
    if as_json:
        write_json(answer)
    else:
        say(body_table(answer))
        warn(notes)
        say(f"[bold]{out / 'body.glb'}[/] opens in any 3D viewer.")
