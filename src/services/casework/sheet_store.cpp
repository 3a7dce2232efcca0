#include "services/casework/sheet_store.hpp"

#include "base/json.hpp"
#include "services/casework/sealed.hpp"

namespace leye::casework {
namespace {

constexpr std::string_view sheet_columns =
    "select id, employer_id, account, item, file_name, format, encoding, state, rows, bad, settled, failed, pending, created_at, "
    "started_at, finished_at, columns, row_set from sheet ";

std::string account_text(const party::Actor& a) {
    json::Array duties;
    for (const auto& duty : a.duties) duties.emplace_back(duty);
    return json::print(json::Object{{"kind", static_cast<int>(a.kind)}, {"person", a.person.text()}, {"employer", a.employer.text()},
                                    {"staff", a.staff.text()}, {"agency", a.agency.text()}, {"area", a.area}, {"channel", a.channel},
                                    {"duties", std::move(duties)}});
}

party::Actor account_of(std::string_view text) {
    const auto value = json::parse(text);
    expect(value && value->is_object(), "a stored account is an object");
    const auto& o = value->get_object();
    const auto word = [&](const char* name) { return std::string(o.at(name).as_string()); };
    party::Actor out;
    out.kind = static_cast<party::Actor::Kind>(o.at("kind").as_int64());
    out.person = party::PersonId::parse(word("person")).value_or(party::PersonId{});
    out.employer = party::EmployerId::parse(word("employer")).value_or(party::EmployerId{});
    out.staff = party::StaffId::parse(word("staff")).value_or(party::StaffId{});
    out.agency = party::AgencyId::parse(word("agency")).value_or(party::AgencyId{});
    out.area = word("area");
    out.channel = word("channel");
    for (const auto& duty : o.at("duties").as_array()) out.duties.emplace(duty.as_string());
    return out;
}

std::string columns_text(const std::vector<SheetColumn>& columns) {
    json::Array out;
    for (const auto& c : columns) out.push_back(json::Object{{"column", c.column}, {"field", c.field}});
    return json::print(out);
}

std::vector<SheetColumn> columns_of(std::string_view text) {
    const auto value = json::parse(text);
    expect(value && value->is_array(), "stored columns are an array");
    std::vector<SheetColumn> out;
    for (const auto& c : value->get_array())
        out.push_back({std::string(c.at("column").as_string()), std::string(c.at("field").as_string())});
    return out;
}

std::string problems_text(const std::vector<RowProblem>& problems) {
    json::Array out;
    for (const auto& p : problems) {
        json::Object details;
        for (const auto& [name, value] : p.details) details[name] = value;
        out.push_back(json::Object{{"field", p.field}, {"code", p.code}, {"details", std::move(details)}});
    }
    return json::print(out);
}

std::vector<RowProblem> stored_problems(std::string_view text) {
    if (text == "[]") return {};
    const auto value = json::parse(text);
    expect(value && value->is_array(), "stored problems are an array");
    std::vector<RowProblem> out;
    for (const auto& p : value->get_array()) {
        RowProblem problem{std::string(p.at("field").as_string()), std::string(p.at("code").as_string()), {}};
        for (const auto& [name, detail] : p.at("details").as_object()) problem.details.emplace(name, detail.as_string());
        out.push_back(std::move(problem));
    }
    return out;
}

std::vector<std::string> cells_of(std::string_view text) {
    const auto value = json::parse(text);
    expect(value && value->is_array(), "stored cells are an array");
    std::vector<std::string> out;
    for (const auto& cell : value->get_array()) out.emplace_back(cell.as_string());
    return out;
}

store::Blob sealed_cells(const seal::Seal& seal, RowSetId id, const SheetRow& row) {
    json::Array cells;
    for (const auto& cell : row.cells) cells.emplace_back(cell);
    return {seal.encrypt(json::print(cells), sheet_row_binding(id.value.view(), row.number))};
}

Sheet read_one(const store::Rows& r) {
    Sheet out;
    out.id = r.get<SheetId>(0);
    out.employer = r.get<party::EmployerId>(1);
    out.account = account_of(r.get<std::string>(2));
    out.item = r.get<std::string>(3);
    out.file_name = r.get<std::string>(4);
    out.format = r.get<std::string>(5) == "xlsx" ? sheet::Format::xlsx : sheet::Format::csv;
    const std::string encoding = r.get<std::string>(6);
    for (const auto e : {sheet::Encoding::utf8, sheet::Encoding::utf16le, sheet::Encoding::gb18030})
        if (encoding == encoding_name(e)) out.encoding = e;
    out.state = r.get<SheetState>(7);
    out.rows = r.get<int>(8);
    out.bad = r.get<int>(9);
    out.settled = r.get<int>(10);
    out.failed = r.get<int>(11);
    out.pending = r.get<int>(12);
    out.created_at = r.get<Instant>(13);
    out.started_at = r.get<std::optional<Instant>>(14);
    out.finished_at = r.get<std::optional<Instant>>(15);
    out.columns = columns_of(r.get<std::string>(16));
    out.row_set = r.get<RowSetId>(17);
    return out;
}

std::vector<Sheet> read_all(store::Rows rows) {
    std::vector<Sheet> out;
    while (rows.next()) out.push_back(read_one(rows));
    return out;
}

// Whether rows may have ended since the sheet's counts were written.
bool may_move(SheetState state) { return state == SheetState::running || state == SheetState::cancelled; }

void count_rows(store::Connection& c, Sheet& sheet) {
    sheet.rows = sheet.bad = sheet.settled = sheet.failed = sheet.pending = 0;
    auto rows = c.query("select state, count(*) from sheet_row where row_set = ? group by state", sheet.row_set);
    while (rows.next()) {
        const int n = rows.get<int>(1);
        sheet.rows += n;
        switch (rows.get<RowState>(0)) {
            case RowState::good: break;
            case RowState::bad: sheet.bad = n; break;
            case RowState::settled: sheet.settled = n; break;
            case RowState::failed: sheet.failed = n; break;
            case RowState::pending: sheet.pending = n; break;
        }
    }
}

}  // namespace

std::optional<Sheet> find_sheet(store::Connection& c, SheetId id) {
    auto found = read_all(c.query(std::string(sheet_columns) + "where id = ?", id));
    if (found.empty()) return std::nullopt;
    if (may_move(found[0].state)) count_rows(c, found[0]);
    return std::move(found[0]);
}

std::vector<Sheet> list_sheets(store::Connection& c, party::EmployerId employer, int limit, std::optional<SheetId> before) {
    SheetId last;
    last.value.bytes.fill(0xff);
    auto out = read_all(c.query(std::string(sheet_columns) + "where employer_id = ? and id < ? order by id desc limit ?", employer, before.value_or(last), limit));
    for (Sheet& sheet : out)
        if (may_move(sheet.state)) count_rows(c, sheet);
    return out;
}

std::vector<Sheet> list_running_sheets(store::Connection& c) {
    return read_all(c.query(std::string(sheet_columns) + "where state = 2 order by started_at"));
}

std::vector<SheetRow> list_rows(store::Connection& c, const seal::Seal& seal, RowSetId id, std::optional<RowState> state, int after, int limit) {
    constexpr std::string_view columns = "select number, state, case_number, problems, sealed_values from sheet_row where row_set = ? ";
    auto rows = state ? c.query(std::string(columns) + "and state = ? and number > ? order by number limit ?", id, *state, after, limit)
                      : c.query(std::string(columns) + "and number > ? order by number limit ?", id, after, limit);
    std::vector<SheetRow> out;
    while (rows.next()) {
        SheetRow row;
        row.number = rows.get<int>(0);
        row.state = rows.get<RowState>(1);
        row.case_number = rows.get<std::string>(2);
        row.problems = stored_problems(rows.get<std::string>(3));
        row.cells = cells_of(seal.decrypt(rows.get<store::Blob>(4).bytes, sheet_row_binding(id.value.view(), row.number)));
        out.push_back(std::move(row));
    }
    return out;
}

void insert_sheet(store::Transaction& tx, const Sheet& s) {
    tx.execute(
        "insert into sheet (id, employer_id, account, item, file_name, format, encoding, state, rows, bad, settled, failed, pending, "
        "created_at, started_at, finished_at, columns, row_set) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        s.id, s.employer, account_text(s.account), s.item, s.file_name, format_name(s.format), encoding_name(s.encoding), s.state, s.rows,
        s.bad, s.settled, s.failed, s.pending, s.created_at, s.started_at, s.finished_at, columns_text(s.columns), s.row_set);
}

void insert_rows(store::Transaction& tx, const seal::Seal& seal, RowSetId id, std::span<const SheetRow> rows) {
    constexpr size_t at_once = 50;
    const auto insert = [](size_t n) {
        std::string out = "insert into sheet_row (row_set, number, state, case_number, problems, sealed_values) values (?, ?, ?, ?, ?, ?)";
        for (size_t i = 1; i < n; ++i) out += ", (?, ?, ?, ?, ?, ?)";
        return out;
    };
    static const std::string one = insert(1), many = insert(at_once);
    std::vector<store::Value> values;
    while (!rows.empty()) {
        const auto some = rows.first(rows.size() < at_once ? 1 : at_once);
        values.clear();
        for (const SheetRow& row : some) {
            values.push_back(store::to_value(id));
            values.emplace_back(int64_t{row.number});
            values.push_back(store::to_value(row.state));
            values.emplace_back(row.case_number);
            values.emplace_back(problems_text(row.problems));
            values.emplace_back(sealed_cells(seal, id, row));
        }
        tx.execute_values(some.size() == 1 ? one : many, values);
        rows = rows.subspan(some.size());
    }
}

int delete_rows(store::Transaction& tx, RowSetId id, int most) {
    auto found = tx.query("select number from sheet_row where row_set = ? order by number limit ?", id, most);
    int last = 0;
    while (found.next()) last = found.get<int>(0);
    return static_cast<int>(tx.execute("delete from sheet_row where row_set = ? and number <= ?", id, last));
}

void insert_loose_set(store::Transaction& tx, RowSetId id, Instant since) {
    tx.execute("insert into loose_row_set (id, since_at) values (?, ?)", id, since);
}

bool hold_loose_set(store::Transaction& tx, RowSetId id) {
    tx.hold("select id from loose_row_set where id = ?", id);
    return tx.query("select 1 from loose_row_set where id = ?", id).next();
}

bool delete_loose_set(store::Transaction& tx, RowSetId id) { return tx.execute("delete from loose_row_set where id = ?", id) == 1; }

std::vector<RowSetId> list_loose_sets(store::Connection& c, Instant before) {
    auto rows = c.query("select id from loose_row_set where since_at < ?", before);
    std::vector<RowSetId> out;
    while (rows.next()) out.push_back(rows.get<RowSetId>(0));
    return out;
}

void hold_sheet(store::Transaction& tx, SheetId id) { tx.hold("select id from sheet where id = ?", id); }

void update_sheet(store::Transaction& tx, const Sheet& sheet) {
    Sheet s = sheet;
    count_rows(tx, s);
    tx.execute(
        "update sheet set account = ?, state = ?, rows = ?, bad = ?, settled = ?, failed = ?, pending = ?, started_at = ?, "
        "finished_at = ?, columns = ?, row_set = ? where id = ?",
        account_text(s.account), s.state, s.rows, s.bad, s.settled, s.failed, s.pending, s.started_at, s.finished_at,
        columns_text(s.columns), s.row_set, s.id);
}

bool keep_running(store::Transaction& tx, SheetId id, RowSetId rows) {
    return tx.query_kept("select 1 from sheet where id = ? and row_set = ? and state = 2", id, rows).next();
}

bool keep_row_set(store::Transaction& tx, SheetId id, RowSetId rows) {
    return tx.query_kept("select 1 from sheet where id = ? and row_set = ?", id, rows).next();
}

bool has_running_sheet(store::Connection& c, party::EmployerId employer) {
    return c.query("select 1 from sheet where employer_id = ? and state = 2", employer).next();
}

std::vector<GoodRow> list_good_rows(store::Connection& c, const seal::Seal& seal, RowSetId id, int after, int limit) {
    auto rows = c.query("select number, sealed_values from sheet_row where row_set = ? and state = 1 and number > ? order by number limit ?", id, after, limit);
    std::vector<GoodRow> out;
    while (rows.next()) {
        const int number = rows.get<int>(0);
        out.push_back({number, cells_of(seal.decrypt(rows.get<store::Blob>(1).bytes, sheet_row_binding(id.value.view(), number)))});
    }
    return out;
}

bool finish_row(store::Transaction& tx, RowSetId id, int number, RowState state, std::string_view case_number,
                const std::vector<RowProblem>& problems) {
    return tx.execute("update sheet_row set state = ?, case_number = ?, problems = ? where row_set = ? and number = ? and state = 1", state,
                      case_number, problems_text(problems), id, number) == 1;
}

}  // namespace leye::casework
