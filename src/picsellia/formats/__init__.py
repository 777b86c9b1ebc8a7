"""Annotation formats, in and out: pure functions shared by the SDK and the server.

    Source.open(path_or_file, name="")   a JSON file, a folder, or a .zip; a context manager
    read(source, format=None)            Iterator[Label | PictureRecord | Refusal], memory flat
    detect(source) -> Format             which format a file, folder or zip is in
    write_json(format, head, records, losses=None)    Iterator[bytes]: coco, hybrid, picsellia
    write_files(format, head, records, losses=None)   Iterator[tuple[str, bytes]]: voc, yolo
    zip_stream(files) -> Iterator[bytes]              such pairs as the bytes of a .zip

    picsellia.read_shape(dict, where) -> Shape | Refusal    one shape of the published clients
    Matcher(names).match(record) -> Match                   .pictures, .result matched | missing | ambiguous
    LocalNames(pairs).name(picture_id, file_name) -> str    distinct file names, the same every time
    annotation_digest(record) / picture_digest(digest, file_name) -> int   what a fingerprint adds up, modulo 2**256
    geometry.to_pixels(record, width, height), geometry.outside(shape, width, height)

Imports the standard library only; orjson is used where it is installed.
"""
