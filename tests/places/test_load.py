"""Loading the reference data: as often as one likes, on both databases."""

from dataclasses import replace

from backend.domains.parameters import operations as parameters
from backend.domains.parameters.loader import load_parameters
from backend.domains.parameters.rules import Parameters
from backend.domains.parameters.tables import ParameterRow
from backend.domains.places import operations as places
from backend.domains.places.loader import load_places
from backend.domains.places.rules import Places
from backend.domains.places.tables import AgencyRow, BodyRow, WilayaRow


async def test_everything_is_there_after_loading_twice(database: str) -> None:
    for _ in range(2):
        await places.load(load_places())
        await parameters.load(load_parameters())
    counts = [await table.count() for table in (WilayaRow, BodyRow, AgencyRow, ParameterRow)]
    assert counts == [69, 3, 207, len(load_parameters().rows())]


async def test_a_new_wilaya_knows_its_mother_and_its_day(database: str) -> None:
    await places.load(load_places())
    barika = await WilayaRow.objects().get(WilayaRow.code == "63")
    assert barika is not None
    assert (barika.mother, str(barika.powers_from)) == ("05", "2027-01-01")


async def test_a_corrected_name_replaces_the_old_one(database: str) -> None:
    known = load_places()
    await places.load(known)
    renamed = [replace(one, name_fr="Tamenghasset") if one.code == "11" else one for one in known.wilayas()]
    await places.load(Places(renamed, known.bodies(), known.all_agencies()))
    assert await WilayaRow.select(WilayaRow.name_fr).where(WilayaRow.code == "11") == [{"name_fr": "Tamenghasset"}]


async def test_a_figure_taken_out_of_the_file_leaves_the_table(database: str) -> None:
    await places.load(load_places())
    await parameters.load(load_parameters())
    await parameters.load(Parameters(row for row in load_parameters().rows() if row.name == "snmg"))
    rows = await ParameterRow.select(ParameterRow.value).order_by(ParameterRow.begins)
    assert [row["value"] for row in rows] == ["20000.00", "24000.00"]
