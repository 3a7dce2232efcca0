#include <fmt/core.h>

#include <fstream>
#include <iterator>

#include "app/commands.hpp"
#include "app/world.hpp"
#include "engine/sheet/sheet.hpp"
#include "records/party/party.hpp"
#include "records/status/status.hpp"

namespace leye::app {
namespace {

/// One row of the file by column name.
using Named = std::map<std::string, std::string>;

std::string at_or_empty(const Named& row, const char* key) {
    const auto it = row.find(key);
    return it == row.end() ? std::string() : it->second;
}

Result<reference::DocumentType> type_of(const Named& row) {
    const std::string text = at_or_empty(row, "document_type");
    const auto type = reference::document_type_of(text.empty() ? "resident_id" : text);
    if (!type) return refuse("option_unknown", "document_type");
    return *type;
}

Result<Date> date_of(const Named& row, const char* key) {
    const auto date = Date::parse(at_or_empty(row, key));
    if (!date) return refuse("date_invalid", key);
    return *date;
}

Result<void> import_person(party::Context& at, const Named& row) {
    const auto type = type_of(row);
    if (!type) return tl::unexpected(type.error());
    const auto id = party::register_person(at, {.name = at_or_empty(row, "name"), .document_type = *type, .document_number = at_or_empty(row, "document_number"),
                                                .area = at_or_empty(row, "area"), .phone = at_or_empty(row, "phone")});
    if (!id) return tl::unexpected(id.error());
    return {};
}

Result<void> import_employer(party::Context& at, const Named& row) {
    const auto kind = party::find_employer_kind(at_or_empty(row, "kind"));
    if (!kind) return refuse("option_unknown", "kind");
    const auto id = party::register_employer(at, {at_or_empty(row, "uscc"), at_or_empty(row, "name"), *kind, at_or_empty(row, "area"), at_or_empty(row, "address")});
    if (!id) return tl::unexpected(id.error());
    return {};
}

// Idempotent: an employment of the same person, unit and first day is there already and is left as it is.
Result<void> import_employment(party::Context& at, const Named& row) {
    const auto type = type_of(row);
    if (!type) return tl::unexpected(type.error());
    const auto person = party::find_person_by_document(at, *type, at_or_empty(row, "document_number"));
    if (!person) return refuse("person_unknown", "document_number");
    const auto employer = party::find_employer_by_uscc(at.tx, at_or_empty(row, "uscc"));
    if (!employer) return refuse("employer_unknown", "uscc");
    const auto from = date_of(row, "started_on");
    if (!from) return tl::unexpected(from.error());
    std::optional<Date> until;
    if (const auto text = at_or_empty(row, "ended_on"); !text.empty()) {
        const auto last = date_of(row, "ended_on");
        if (!last) return tl::unexpected(last.error());
        until = *last + 1;
    }
    for (const auto& s : status::list_spells(at.tx, *person, at.now))
        if (s.employer == *employer && s.from == *from) return {};
    const auto id = status::open_spell(at, {.person = *person, .kind = status::Kind::employed, .employer = *employer, .from = *from, .until = until, .source = "import"});
    if (!id) return tl::unexpected(id.error());
    return {};
}

// The rows below the first one. The sheet opens: it was opened before.
int64_t count_rows(const std::string& bytes, const std::string& file) {
    auto reader = sheet::open(bytes, file);
    int64_t rows = -1;
    while (reader && !reader->ended()) {
        const auto row = reader->next();
        if (row && !*row) break;
        ++rows;
    }
    return std::max<int64_t>(rows, 0);
}

}  // namespace

int run_import(const Config& config, const std::string& kind, const std::string& file, const Output& out) {
    auto w = open_world(config, Begin::never);
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    auto reader = sheet::open(bytes, file);
    const auto say = [&](const Refusal& r) {
        const auto* t = (*w->catalog)->find_refusal(r.code);
        return (t ? catalog::filled(t->detail.en, r.details) : r.code) + (r.field.empty() ? "" : " (" + r.field + ")");
    };
    if (!reader) return fmt::print(stderr, "{}: {}\n", file, say(reader.error())), 2;
    const int64_t all = count_rows(bytes, file);
    const auto import_one = kind == "people" ? import_person : kind == "employers" ? import_employer : import_employment;
    std::vector<std::string> columns;
    int64_t good = 0, bad = 0;
    json::Array faults;
    const auto failed = [&](int row, const std::string& sentence) {
        ++bad;
        if (out.json)
            faults.push_back(json::Object{{"row", row}, {"fault", sentence}});
        else
            fmt::print(stderr, "{}:{}: {}\n", file, row, sentence);
    };
    Progress progress("rows", all);
    for (int number = 1; !reader->ended(); ++number) {
        const auto row = reader->next();
        if (!row) {
            failed(number, say(row.error()));
            continue;
        }
        if (!*row) break;
        if (columns.empty()) {
            columns = (*row)->cells;
            continue;
        }
        Named named;
        for (size_t i = 0; i < columns.size(); ++i) named[columns[i]] = (*row)->cell(i);
        const auto done = w->db->write([&](store::Transaction& tx) {
            const auto actor = party::system_actor();
            party::Context at{actor, w->clock->now(), tx, w->seal, w->reference};
            return import_one(at, named);
        });
        if (done)
            ++good;
        else
            failed((*row)->number, say(done.error()));
        progress.at(good + bad);
    }
    if (out.json)
        fmt::print("{}\n", json::print(json::Object{{"imported", good}, {"failed", bad}, {"faults", std::move(faults)}}));
    else
        fmt::print("{} rows imported, {} failed\n", good, bad);
    return bad ? 1 : 0;
}

}  // namespace leye::app
