"""A session of slixmpp: prints a line for each thing that it has done, and at last how many stanzas went each way.

    XMPP_PASSWORD=... python client.py PORT ROOMS
"""

import asyncio
import collections
import json
import os
import sys

from slixmpp import ClientXMPP

LIMIT = 10
SAID = ["O Romeo, Romeo!", "<wherefore/> art thou & 'Romeo'?", "\U0001f339"]
# More than three pages of the archive.
LETTERS = [f"{number} & <{'o' * number}>" for number in range(45)]


async def main(port, rooms):
    session = ClientXMPP(
        "juliet@localhost/balcony",
        os.environ["XMPP_PASSWORD"],
        # The password stays on the machine, so that TLS may be missing.
        plugin_config={"feature_mechanisms": {"unencrypted_scram": True}},
    )
    session.enable_direct_tls = session.enable_starttls = False
    session.enable_plaintext = True
    for plugin in ["xep_0004", "xep_0030", "xep_0045", "xep_0199", "xep_0313"]:
        session.register_plugin(plugin)
    sent, received = count(session, "out"), count(session, "in")

    started = waiting(session, "session_start")
    session.connect("127.0.0.1", port)
    await started
    say("sasl", session.plugin["feature_mechanisms"].mech.name)
    say("bind", session.boundjid.full)
    await roster(session)
    await presence(session)
    info = await session.plugin["xep_0030"].get_info(jid=session.boundjid.bare)
    assert "urn:xmpp:mam:2" in info["disco_info"]["features"], info
    say("disco", "the archive is there")
    await room(session, f"balcony@{rooms}")
    await archive(session)
    # Once this is answered, all that was sent before has been.
    await session.plugin["xep_0199"].ping("localhost", timeout=LIMIT)
    await session.disconnect()
    say("sent", counts(sent))
    say("received", counts(received))


async def roster(session):
    reply = await session.get_roster()
    say("roster", f"{len(reply['roster']['items'])} entries")
    pushed = waiting(session, "roster_update")
    await session.update_roster("nurse@localhost", name="Nurse & 'Angelica' <1>", groups=["Capulet"])
    await pushed
    nurse = session.client_roster["nurse@localhost"]
    say("roster", f"nurse@localhost is {quoted(nurse['name'])} in {nurse['groups']}")


async def presence(session):
    reflected = waiting(session, "presence_away")
    session.send_presence(pshow="away", pstatus="1 < 2 & \U0001f339")
    stanza = await reflected
    say("presence", f"{stanza['show']}, {quoted(stanza['status'])}")


async def room(session, address):
    muc = session.plugin["xep_0045"]
    joined = await muc.join_muc_wait(address, "Juliet", maxstanzas=0, timeout=LIMIT)
    # XEP-0045 section 10.1.1.
    new = "new room" if 201 in joined[0]["muc"]["status_codes"] else "old room"
    say("muc", f"joined as {joined[0]['from'].resource}, {new}")
    await muc.set_room_config(address, await muc.get_room_config(address))
    say("muc", "set up")
    heard = asyncio.Queue()
    session.add_event_handler("groupchat_message", heard.put_nowait)
    for text in SAID:
        session.send_message(mto=address, mbody=text, mtype="groupchat")
    for _ in SAID:
        stanza = await asyncio.wait_for(heard.get(), LIMIT)
        say("muc", f"{stanza['from'].resource} says {quoted(stanza['body'])}")
    left = waiting(session, "groupchat_presence")
    muc.leave_muc(address, "Juliet")
    stanza = await left
    say("muc", f"{stanza['muc']['nick']} is {stanza['type']}")


async def archive(session):
    for text in LETTERS:
        session.send_message(mto="romeo@localhost", mbody=text, mtype="chat")
    found = []
    async for stanza in session.plugin["xep_0313"].iterate(rsm={"max": 10}):
        found.append(stanza["mam_result"]["forwarded"]["stanza"]["body"])
    assert found == LETTERS, found
    say("mam", f"{len(found)} messages in order")


def count(session, way):
    """Counts the stanzas that go this way."""
    counter = collections.Counter()

    def look(stanza):
        counter[stanza.name] += 1
        return stanza

    session.add_filter(way, look)
    return counter


def counts(counter):
    return f"{counter['message']} messages, {counter['presence']} presences, {counter['iq']} iqs"


def waiting(session, event):
    return asyncio.ensure_future(session.wait_until(event, LIMIT))


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def say(topic, text):
    print(f"{topic}: {text}", flush=True)


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
