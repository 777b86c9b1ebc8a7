"""The part of the server that uploads talk to, in memory: plan, signed PUTs, parts, register."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from services.fake_http import Answer, Asked, FakeServer, as_json, problem


@dataclass
class FakeLake:
    """`before` may answer instead, for faults; `pictures` maps (digest, name) to (id, tags)."""

    server: FakeServer
    part_size: int = 0
    blobs: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[tuple[str, str], tuple[str, set[str]]] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    before: Callable[[Asked], Answer | None] = lambda asked: None
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __call__(self, asked: Asked) -> Answer:
        if (instead := self.before(asked)) is not None:
            return instead
        with self.lock:
            if asked.path == "/api/pictures/plan":
                return as_json({"items": [self._planned(file) for file in asked.json["files"]]})
            if asked.path == "/api/pictures":
                return as_json({"items": [self._registered(file, asked.json["tags"]) for file in asked.json["files"]]})
            if found := re.fullmatch(r"/put/([0-9a-f-]+)(?:/(\d+))?", asked.path):
                return self._put(found[1], found[2], asked.body)
            if found := re.fullmatch(r"/api/uploads/([0-9a-f-]+)/finish", asked.path):
                return self._finish(found[1], asked.json["parts"])
        return Answer(404)

    def _planned(self, file: dict[str, Any]) -> dict[str, Any]:
        if (file["sha256"], file["name"]) in self.pictures:
            return {"status": "known", "picture": self._picture(file)}
        if file["sha256"] in self.blobs:
            return {"status": "stored"}
        if file["name"].startswith("refuse"):
            return {"status": "refused", "code": "pictures.refused", "reason": "This name is refused."}
        identifier = str(uuid.uuid4())
        self.uploads[identifier] = {"file": file, "parts": {}}
        ticket: dict[str, Any] = {"id": identifier, "request": None, "parts": [], "finish": None}
        url = f"{self.server.url}/put/{identifier}"
        if self.part_size and file["size"] > self.part_size:
            ticket["finish"] = f"/api/uploads/{identifier}/finish"
            for number, offset in enumerate(range(0, file["size"], self.part_size), start=1):
                size = min(self.part_size, file["size"] - offset)
                part = {"number": number, "offset": offset, "size": size}
                ticket["parts"].append({**part, "method": "PUT", "url": f"{url}/{number}", "headers": {}})
        else:
            ticket["request"] = {"method": "PUT", "url": url, "headers": {}}
        return {"status": "upload", "upload": ticket}

    def _put(self, upload: str, part: str | None, body: bytes) -> Answer:
        if upload not in self.uploads:
            return problem(403, "signature", "This address is no longer good.")
        if part is not None:
            self.uploads[upload]["parts"][int(part)] = body
            return Answer(200, headers={"ETag": f'"{sha256(body).hexdigest()}"'})
        return self._keep(upload, body)

    def _finish(self, upload: str, parts: list[dict[str, Any]]) -> Answer:
        if upload not in self.uploads:
            return problem(404, "blobs.upload_unknown", "There is no such upload.")
        found = self.uploads[upload]["parts"]
        assert [part["etag"] for part in parts] == [f'"{sha256(found[n]).hexdigest()}"' for n in sorted(found)]
        return self._keep(upload, b"".join(found[number] for number in sorted(found)))

    def _keep(self, upload: str, body: bytes) -> Answer:
        wanted = self.uploads[upload]["file"]
        if len(body) != wanted["size"] or sha256(body).hexdigest() != wanted["sha256"]:
            return problem(400, "storage.mismatch", "These are other bytes.")
        self.uploads[upload]["body"] = body
        return as_json({})

    def _registered(self, file: dict[str, Any], tags: list[str]) -> dict[str, Any]:
        key = file["sha256"], file["name"]
        if key in self.pictures:
            self.pictures[key][1].update(tags)
            return {"status": "known", "picture": self._picture(file)}
        if file["sha256"] not in self.blobs:
            upload = self.uploads.get(file["upload"] or "", {})
            if "body" not in upload:
                return {"status": "refused", "code": "blobs.bytes_missing", "reason": "No bytes."}
            if upload["body"].startswith(b"no picture"):
                return {"status": "refused", "code": "pictures.refused", "reason": "This is no picture."}
            self.blobs[file["sha256"]] = upload["body"]
        self.pictures[key] = str(uuid.uuid4()), set(tags)
        return {"status": "created", "picture": self._picture(file)}

    def _picture(self, file: dict[str, Any]) -> dict[str, Any]:
        return {"picture_id": self.pictures[file["sha256"], file["name"]][0], "external_url": file["name"]}
