#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "records/party/test/place.hpp"
#include "services/determination/snapshot.hpp"

using namespace leye;
using namespace leye::determination;

namespace {

struct TempFolder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("leye-snapshot-" + Uuid::make(party::test::first_day()).text());
    TempFolder() { std::filesystem::create_directories(path); }
    ~TempFolder() { std::filesystem::remove_all(path); }
    std::string file() const { return (path / "a.snapshot").string(); }
};

SnapshotHead head() {
    return {.day = *Date::parse("2026-11-23"), .known_at = party::test::first_day(), .known_batch = 7, .data_month = Date::parse("2026-10-01"), .thin_cities = {"370100"}, .people = 0, .hash = {}};
}

// Every column of a kind has every width of value and nothing, in turn.
Profile person(int64_t n, const Dictionary& words) {
    Profile p;
    p.person.value.bytes[0] = static_cast<uint8_t>(n >> 16), p.person.value.bytes[1] = static_cast<uint8_t>(n >> 8), p.person.value.bytes[2] = static_cast<uint8_t>(n);
    p.area = 370102001;
    p.household = static_cast<uint64_t>(n / 3 + 1);
    p.local = n % 2;
    p.married = n % 3 == 0;
    for (size_t c = 0; c < column_count; ++c) {
        if ((n + static_cast<int64_t>(c)) % 5 == 0) continue;
        switch (rule_of(static_cast<Column>(c)).kind) {
            case table::Kind::boolean: p.values[c] = n % 2; break;
            case table::Kind::string: p.values[c] = n % static_cast<int64_t>(words.words[c].size()); break;
            default: p.values[c] = n * 7 - 40'000;
        }
    }
    return p;
}

}  // namespace

TEST_CASE("a snapshot gives back what was written, over several chunks, and as columns of a table (18.3)") {
    const TempFolder folder;
    const auto words = make_dictionary(party::test::reference_data());
    constexpr int64_t people = 70'000;
    SnapshotWriter writer(folder.file(), head(), words);
    for (int64_t n = 0; n < people; ++n) writer.add(person(n, words));
    const auto written = writer.finish();
    CHECK(written.people == people);

    const auto snapshot = Snapshot::open(folder.file());
    CHECK(snapshot.head().hash == written.hash);
    CHECK(snapshot.head().day == head().day);
    CHECK(snapshot.head().data_month == head().data_month);
    CHECK(snapshot.head().thin_cities == head().thin_cities);
    REQUIRE(snapshot.chunks() == 2);
    int64_t n = 0;
    for (size_t i = 0; i < snapshot.chunks(); ++i) {
        const auto chunk = snapshot.chunk(i);
        const std::array wanted{Column::age, Column::insured_employee, Column::last_end_reason, Column::retires_on};
        const auto columns = snapshot.columns(chunk, wanted);
        for (size_t row = 0; row < chunk.people; ++row, ++n) {
            const auto is = chunk.profile(row), was = person(n, words);
            REQUIRE(is.values == was.values);
            REQUIRE(is.person == was.person);
            REQUIRE((is.local == was.local && is.married == was.married && is.household == was.household && is.area == was.area));
            if (row % 997 == 0)
                for (const Column c : wanted) REQUIRE(feel::equal(columns.facts.at(std::string(rule_of(c).name)).at(row), value_of(was, c, words)) == true);
        }
    }
    CHECK(n == people);
}

TEST_CASE("a snapshot that was changed, cut or is no snapshot is refused") {
    const TempFolder folder;
    const auto words = make_dictionary(party::test::reference_data());
    {
        SnapshotWriter writer(folder.file(), head(), words);
        for (int64_t n = 0; n < 100; ++n) writer.add(person(n, words));
        writer.finish();
    }
    {
        std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(3000);
        file.put('\x5a');
    }
    const auto changed = Snapshot::open(folder.file());
    CHECK_THROWS_AS(changed.chunk(0), Fault);
    std::filesystem::resize_file(folder.file(), 5000);
    CHECK_THROWS_AS(Snapshot::open(folder.file()), Fault);
    std::ofstream(folder.file(), std::ios::trunc) << "no snapshot at all, but long enough to look at its end";
    CHECK_THROWS_AS(Snapshot::open(folder.file()), Fault);
    CHECK_THROWS_AS(Snapshot::open(folder.file() + ".nowhere"), Fault);
}

TEST_CASE("a snapshot that was not finished leaves no file") {
    const TempFolder folder;
    const auto words = make_dictionary(party::test::reference_data());
    {
        SnapshotWriter writer(folder.file(), head(), words);
        writer.add(person(1, words));
    }
    CHECK(std::filesystem::is_empty(folder.path));
}
