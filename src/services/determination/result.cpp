#include "services/determination/result.hpp"

#include <fmt/format.h>

#include <ostream>

#include "records/status/status.hpp"
#include "services/determination/finding_store.hpp"

namespace leye::determination {
namespace {

constexpr int page = 1000;

void write_person(std::ostream& out, store::Connection& c, const seal::Seal& seal, party::PersonId person, int64_t& written) {
    auto findings = list_findings_of(c, seal, person);
    std::ranges::sort(findings, {}, [](const Finding& f) { return std::tuple(f.determination, f.since, f.sweep, f.outcome); });
    out << "person " << person.text() << '\n';
    for (const Finding& f : findings) {
        ++written;
        out << fmt::format("finding {} v{} {} rule {} {} {} {} since {} sweep {} ended {} facts {}\n", f.determination, f.version, f.table_version, f.rule, f.outcome, f.reason,
                           name_of(f.state), f.since.text(), f.sweep, f.ended_sweep ? std::to_string(*f.ended_sweep) : "-", json::print(f.facts));
    }
    for (const auto& s : status::list_spells(c, person, status::end_of_time))
        out << fmt::format("spell {} {} {} {} {}\n", status::name_of(s.kind), s.from.text(), s.until ? s.until->text() : "-", s.source, json::print(s.details));
}

}  // namespace

int64_t write_result(store::Database& db, const seal::Seal& seal, std::ostream& out) {
    int64_t written = 0;
    party::PersonId after;
    for (;;) {
        const auto people = db.read([&](store::Connection& c) { return list_people_with_findings(c, after, page); });
        if (people.empty()) return written;
        db.read([&](store::Connection& c) {
            for (const auto person : people) write_person(out, c, seal, person, written);
        });
        after = people.back();
    }
}

}  // namespace leye::determination
