"""What people give by mistake, or because another library made it: taken where it means something, else told clearly.

The reference's own samples are in the files of its nouns; here is what lies beside them.
"""

from __future__ import annotations

import gc
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picsellia.client import Client
from picsellia.errors import InvalidQueryError, PicselliaError, ResourceNotFoundError
from picsellia.experiments import Experiment
from picsellia.networks import Network
from picsellia.pictures import Picture

Photos = Callable[..., Path]


@pytest.fixture
def project(client: Client) -> str:
    return client.project.create("odd").id


@pytest.fixture
def experiment(client: Client, project: str) -> Experiment:
    return client.experiment.create("first", project_token=project)


@pytest.fixture
def network(client: Client) -> Network:
    return client.network.create("boats", "detection")


class Scalar:
    """As a number of numpy or a tensor of one number."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def item(self) -> Any:
        return self.value


# -- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a/../b", "./b", "b/.", "../data", "../files", "a//b", "/b", "b/", "%2e%2e/b"])
def test_a_name_is_never_taken_for_another_on_its_way(experiment: Experiment, tmp_path: Path, name: str) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"w")
    for other in ("b", "data", name):
        experiment.log(other, other, "value")
        experiment.store(other, file)

    assert experiment.get_data(name) == name
    assert experiment.get_file(name)["name"] == name
    experiment.update_data(name, data="changed")
    experiment.delete_data(name)
    experiment.delete_file(name)

    assert {each["name"]: each["data"] for each in experiment.list_data()} == {"b": "b", "data": "data"}
    assert {each["name"] for each in experiment.list_files()} == {"b", "data"}


@pytest.mark.parametrize("name", ["..", ".", "a\nb", "a\0b", "x" * 121, "\ud800", "", " ", None, 5])
def test_a_name_that_no_asset_can_have_is_refused_before_anything_is_asked(experiment: Experiment, name: Any) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: experiment.get_data(name),
        lambda: experiment.delete_data(name),
        lambda: experiment.update_data(name, data=1),
        lambda: experiment.log(name, 1),
        lambda: experiment.get_file(name),
        lambda: experiment.delete_file(name),
        lambda: experiment.store(name, __file__),
        lambda: experiment.download(name),
    ]
    for call in calls:
        with pytest.raises(InvalidQueryError):
            call()


@pytest.mark.parametrize("name", ["n\0n", "n\nn", "n\ud800n", "..", "x" * 20_000, 7, None])
def test_a_control_character_is_refused_in_every_name_not_replaced(client: Client, project: str, name: Any) -> None:
    experiment = client.experiment.create("kept", project_token=project)
    calls: list[Callable[[], Any]] = [
        lambda: client.project.create(name),
        lambda: client.network.create(name, "detection"),
        lambda: client.experiment.create(name, project_token=project),
        lambda: experiment.update(name=name),
    ]
    for call in calls:
        with pytest.raises(InvalidQueryError) as caught:
            call()
        assert "10,000 is the most" not in str(caught.value)


@pytest.mark.parametrize("name", ["..", ".", "\ud800"])
def test_what_can_be_no_name_is_not_looked_up(client: Client, project: str, name: str) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: client.project.get(name),
        lambda: client.network.get(name),
        lambda: client.network.get(f"hub/{name}"),
        lambda: client.experiment.checkout(name=name, project_token=project),
        lambda: client.experiment.list(name),
        lambda: client.experiment.delete_all(name),
        lambda: client.datalake.dataset.fetch(name),
    ]
    for call in calls:
        with pytest.raises(InvalidQueryError):
            call()


def test_half_a_character_is_told_wherever_it_stands(client: Client) -> None:
    for call in (
        lambda: client.datalake.picture.count(q="\ud800"),
        lambda: client.project.create("fine", description="\ud800"),
    ):
        with pytest.raises(InvalidQueryError, match="half a character"):
            call()


def test_both_packages_reserve_the_same_words() -> None:
    from picsellia._naming import RESERVED
    from picsellia_server.accounts import model

    assert RESERVED == model.RESERVED


# -- attributes -------------------------------------------------------------------------------------


def test_updates_take_what_other_libraries_give(network: Network) -> None:
    with pytest.warns(UserWarning, match="1 NaN"):
        network.update(
            labels={1: "car", Scalar(2): "bus"},
            tag={"b", "a"},
            base_parameters={"rate": Scalar(0.5), "seen": {3, 1}, "loss": float("nan"), 4: "four"},
            private=True,
        )

    assert network["labels"] == {"1": "car", "2": "bus"}
    assert network["tag"] == ["a", "b"]
    assert network["base_parameters"] == {"rate": 0.5, "seen": [1, 3], "loss": None, "4": "four"}


def test_what_cannot_be_sent_is_named_with_its_place(network: Network) -> None:
    with pytest.raises(PicselliaError, match=r"update\['base_parameters'\]\['x'\] is a object"):
        network.update(base_parameters={"x": object()})
    with pytest.raises(InvalidQueryError, match="more than 64 bits"):
        network.update(base_parameters={"x": 10**30})
    with pytest.raises(InvalidQueryError, match="two keys"):
        network.labels({1: "car", "1": "bus"})


def test_a_network_reads_by_attributes_as_the_reference_lists_them(network: Network, tmp_path: Path) -> None:
    (tmp_path / "pipeline.config").write_text("x")
    with pytest.raises(AttributeError, match="no network yet"):
        _ = Network(session=network.session).network_name
    key = network.store("config", tmp_path / "pipeline.config")

    for name in (
        "model_id",
        "owner",
        "network_name",
        "description",
        "type",
        "private",
        "framework",
        "tag",
        "files",
        "base_parameters",
        "readme_text",
    ):
        assert getattr(network, name) == network[name]
    assert network.files == {"config": key}
    assert [file["name"] for file in network.list_files()] == ["config"]
    assert not hasattr(network, "nothing_of_that_name")


def test_an_experiment_reads_by_attributes_as_the_reference_lists_them(experiment: Experiment) -> None:
    experiment.update(description="new", status="running")

    for name in ("id", "owner", "name", "description", "status", "date_created", "last_update", "files", "data"):
        assert getattr(experiment, name) == experiment[name]
    assert (experiment.name, experiment.description, experiment.status) == ("first", "new", "running")


# -- pictures ---------------------------------------------------------------------------------------


def test_pictures_and_tags_come_in_whatever_holds_them(picture: Picture, photos: Photos) -> None:
    array: Any = np.array(["sea"])
    some: Any = {"x"}
    picture.upload(photos("a.jpg", "b.jpg"), tags=array)
    first, second = (found["picture_id"] for found in picture.list()["pictures"])

    picture.add_tags(uuid.UUID(first), some)
    picture.add_tags(np.array([first, second.upper()]), ("y",))
    picture.add_tags(picture.list(), "z")

    assert [found["tag"] for found in picture.fetch(1, ["sea"])] == [["sea", "x", "y", "z"], ["sea", "y", "z"]]


@pytest.mark.parametrize("wrong", [{"tags": ["x" * 121]}, {"tags": ["a\nb"]}, {"source": "x" * 121}, {"source": "a\0"}])
def test_names_are_looked_at_before_a_byte_is_sent(
    picture: Picture, photos: Photos, wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = photos("a.jpg")
    monkeypatch.setattr(picture.session, "post", lambda *_: pytest.fail("something was sent"))

    with pytest.raises(InvalidQueryError):
        picture.upload(folder, **wrong)


# -- paths ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [["a"], b"a", 5, "", "a\0b", {}])
def test_what_is_no_path_is_told(experiment: Experiment, network: Network, path: Any) -> None:
    for call in (
        lambda: experiment.store("weights", path),
        lambda: network.store("weights", path),
        lambda: network.update_thumb(path),
        lambda: experiment.log("shown", path, "image"),
    ):
        with pytest.raises(InvalidQueryError, match=r"path|There is no file"):
            call()


@pytest.mark.filterwarnings("error::ResourceWarning", "error::pytest.PytestUnraisableExceptionWarning")
def test_no_connection_is_left_open_by_a_transfer(experiment: Experiment, tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"w" * 100)
    experiment.store("weights", tmp_path / "weights")
    experiment.download("weights", str(tmp_path / "back"))
    gc.collect()

    assert (tmp_path / "back" / "weights").read_bytes() == b"w" * 100


# -- values -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("type", "stored"), [("value", None), ("line", [None]), ("", None)])
def test_none_is_logged_as_nothing_known_and_not_as_an_empty_table(
    experiment: Experiment, type: str, stored: Any
) -> None:
    experiment.log("loss", None, type)

    assert experiment.get_data("loss") == stored


def test_nothing_given_is_the_references_empty_dict(experiment: Experiment) -> None:
    experiment.log("empty")

    assert experiment.get_data("empty") == {}
    with pytest.raises(InvalidQueryError, match="Nothing to update"):
        experiment.update_data("empty")


@pytest.mark.parametrize("prop", ["x", None, 1.5, -1, float("nan"), [0.5]])
def test_a_part_that_is_none_is_refused(experiment: Experiment, prop: Any) -> None:
    experiment.dict_annotations = {"images": [], "annotations": [], "categories": []}

    with pytest.raises(InvalidQueryError, match="between 0 and 1"):
        experiment.train_test_split(prop)


# -- forms ------------------------------------------------------------------------------------------


def test_keys_and_tags_of_pictures_have_the_form_of_the_reference(picture: Picture, photos: Photos) -> None:
    picture.upload(photos("GE_121.jpg"), tags=["vizdrone", "drone", "coco"])

    (found,) = picture.list()["pictures"]
    stem, dot, suffix = found["internal_key"].partition(".")
    assert (str(uuid.UUID(stem, version=4)), dot, suffix) == (stem, ".", "jpg")
    assert found["tag"] == ["vizdrone", "drone", "coco"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["creation_date"])


def test_an_object_that_is_gone_is_not_found_by_any_method(client: Client, experiment: Experiment) -> None:
    Client.Experiment(session=client.session).checkout(experiment.id).delete()

    for call in (experiment.list_files, experiment.list_data, lambda: experiment.update(status="x"), experiment.delete):
        with pytest.raises(ResourceNotFoundError):
            call()


def test_an_id_means_the_same_in_any_case(client: Client, network: Network, experiment: Experiment) -> None:
    upper, project = experiment.id.upper(), experiment.project.upper()

    assert Client.Experiment(session=client.session).checkout(upper).id == experiment.id
    assert Client.Experiment(session=client.session, id=upper).list_files() == []
    assert client.project.get(project).id == experiment.project
    assert [each["name"] for each in client.experiment.list(project)] == ["first"]
    assert Network(session=client.session).get(network.id.upper()).id == network.id


@pytest.mark.parametrize("what", ["previous", "dataset", "source", "description"])
def test_an_experiment_is_made_of_texts(client: Client, project: str, what: str) -> None:
    wrong: dict[str, Any] = {what: 5}
    with pytest.raises(InvalidQueryError, match=f"`{what}` is a text"):
        client.experiment.create("second", project_token=project, **wrong)


def test_unknown_and_wrong_attributes_are_named(client: Client, network: Network, experiment: Experiment) -> None:
    wrong: Any = 5
    for call, said in (
        (lambda: client.project.create("p", colour="red"), "no attribute 'colour'"),
        (lambda: client.project.create("p", private="no"), "`private`"),
        (lambda: client.network.create("n", ""), "`type`"),
        (lambda: network.update(colour="red"), "no attribute 'colour'"),
        (lambda: experiment.update(colour="red"), "no attribute 'colour'"),
        (lambda: experiment.publish(wrong), "`name` is a text"),
        (lambda: Client.Experiment(session=client.session, id=wrong), "`id` is a text"),
    ):
        with pytest.raises(InvalidQueryError, match=said):
            call()
