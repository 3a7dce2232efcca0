// Cells of decision tables: whatever the text, it is tested within bounds, and a cell that is written as
// values admits exactly what its tests admit.
#include "engine/feel/evaluate.hpp"
#include "engine/table/cell.hpp"
#include "tests/fuzz/plain.hpp"

using namespace leye;

namespace {

void compare(const feel::Node& tests, table::Kind kind, const std::vector<feel::Value>& values) {
    const auto cell = table::compile(tests, kind);
    if (cell.form == table::Cell::Form::opaque) return;
    for (const auto& value : values) {
        auto run = fuzz::run();
        const bool holds = feel::test(tests, value, fuzz::frame(), run) == true;
        const bool admitted = cell.form == table::Cell::Form::any || cell.admitted.contains(value);
        fuzz::must(run.spent() || holds == admitted,
                   "a cell as values admits what its tests admit",
                   feel::literal_of(value) + " in " + table::text_of(kind, cell.admitted));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    const auto tests = feel::parse_tests(fuzz::text_of(data, size), fuzz::scope());
    if (!tests) return 0;
    compare(**tests, table::Kind::number,
            {{}, 0, 1, -1, 16, 60, feel::Value::of(feel::Number::parse("0.5"))});
    compare(**tests, table::Kind::string, {{}, "", "A", "B", "甲"});
    compare(**tests, table::Kind::boolean, {{}, true, false});
    compare(**tests, table::Kind::date,
            {{}, feel::Value(*Date::of(2026, 11, 23)), feel::Value(*Date::of(2020, 2, 29))});
    return 0;
}
