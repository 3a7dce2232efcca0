#include "records/party/employer_store.hpp"

#include "base/text.hpp"
#include "engine/store/pieces.hpp"
#include "records/party/area_range.hpp"

namespace leye::party {
namespace {

Employer employer_of(const store::Rows& rows) {
    const auto kind = find_employer_kind(rows.get<std::string>(4));
    expect(kind.has_value(), "a stored kind of employer is unknown");
    return {.id = rows.get<EmployerId>(0),
            .uscc = rows.get<std::string>(1),
            .conforming = rows.get<bool>(2),
            .name = rows.get<std::string>(3),
            .kind = *kind,
            .area = rows.get<std::string>(5),
            .address = rows.get<std::string>(6),
            .created_at = rows.get<Instant>(7)};
}

std::vector<Employer> employers_of(store::Rows rows) {
    std::vector<Employer> out;
    while (rows.next()) out.push_back(employer_of(rows));
    return out;
}

constexpr std::string_view handler_columns = "select h.employer_id, h.account_id, h.since_at, h.until_at, h.committed, h.standing, h.check_due_on ";

std::vector<Handler> handlers_of(store::Rows rows) {
    std::vector<Handler> out;
    while (rows.next()) {
        Handler h{.employer = rows.get<EmployerId>(0), .account = rows.get<Uuid>(1), .committed = rows.get<bool>(4), .since_at = rows.get<Instant>(2),
                  .until_at = rows.get<std::optional<Instant>>(3)};
        const auto standing = rows.get<std::string>(5);
        h.standing = standing == "asked" ? Standing::asked : standing == "unchecked" ? Standing::unchecked : Standing::confirmed;
        h.check_due_on = rows.get<std::optional<Date>>(6);
        out.push_back(h);
    }
    return out;
}

}  // namespace

bool claim_uscc(store::Transaction& tx, std::string_view uscc, EmployerId owner) {
    return tx.execute("insert into employer_index (uscc, employer_id) values (?, ?) on conflict do nothing",
                      uscc, owner) == 1;
}

void insert_employer(store::Transaction& tx, const Employer& e) {
    tx.execute(
        "insert into employer (id, uscc, conforming, name, kind, area, address, created_at) values (?, ?, ?, "
        "?, ?, ?, ?, ?)",
        e.id, e.uscc, e.conforming, e.name, name_of(e.kind), e.area, e.address, e.created_at);
}

void update_employer(store::Transaction& tx, const Employer& e) {
    tx.execute("update employer set name = ?, kind = ?, area = ?, address = ? where id = ?", e.name,
               name_of(e.kind), e.area, e.address, e.id);
}

std::optional<EmployerId> find_uscc(store::Connection& c, std::string_view uscc) {
    auto rows = c.query("select employer_id from employer_index where uscc = ?", uscc);
    if (!rows.next()) return std::nullopt;
    return rows.get<EmployerId>(0);
}

std::optional<Employer> find_employer(store::Connection& c, EmployerId id) {
    auto found = employers_of(c.query(
        "select id, uscc, conforming, name, kind, area, address, created_at from employer where id = ?", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Employer> list_employers(store::Connection& c, std::string_view area, const Employer* after,
                                     int limit) {
    const AreaRange range = range_of(area);
    return employers_of(
        c.query("select id, uscc, conforming, name, kind, area, address, created_at from employer "
                "where area >= ? and area < ? and (area, id) > (?, ?) order by area, id limit ?",
                range.first, range.end, after ? after->area : std::string(), after ? after->id : EmployerId{},
                limit));
}

std::vector<std::pair<EmployerId, std::string>> list_employers_by_uscc(store::Connection& c, std::span<const std::string> codes) {
    static const std::string sql = "select employer_id, uscc from employer_index where uscc in (" + store::piece_marks() + ")";
    std::vector<std::pair<EmployerId, std::string>> out;
    store::in_pieces(codes, [&](std::span<const store::Param> piece) {
        auto rows = c.query_params(sql, piece);
        while (rows.next()) out.emplace_back(rows.get<EmployerId>(0), rows.get<std::string>(1));
    });
    return out;
}

std::vector<std::string> list_usccs(store::Connection& c, std::span<const EmployerId> ids) {
    static const std::string sql = "select uscc from employer where id in (" + store::piece_marks() + ")";
    std::vector<std::string> out;
    store::in_pieces(ids, [&](std::span<const store::Param> piece) {
        auto rows = c.query_params(sql, piece);
        while (rows.next()) out.push_back(rows.get<std::string>(0));
    });
    return out;
}

std::vector<Employer> search_employers(store::Connection& c, std::string_view given, int limit) {
    const std::string_view text = text::trim(given);
    if (const auto code = find_employer_by_uscc(c, text)) return {get_employer(c, *code)};
    if (text::length(text) < 2) return {};
    std::string pattern = "%";
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '!') pattern += '!';
        pattern += letter;
    }
    return employers_of(c.query("select id, uscc, conforming, name, kind, area, address, created_at from employer "
                                "where name like ? escape '!' order by name, id limit ?",
                                pattern + "%", limit));
}

void insert_handler(store::Transaction& tx, const Handler& h) {
    tx.execute("insert into handler (employer_id, account_id, since_at, committed, standing, check_due_on) values (?, ?, ?, ?, ?, ?)",
               h.employer, h.account, h.since_at, h.committed, name_of(h.standing), h.check_due_on);
}

void raise_handler(store::Transaction& tx, EmployerId employer, Uuid account) {
    tx.execute("update handler set standing = 'confirmed', check_due_on = null where employer_id = ? and account_id = ? and until_at is null", employer, account);
}

bool close_handler(store::Transaction& tx, EmployerId employer, Uuid account, Instant at) {
    return tx.execute(
               "update handler set until_at = ? where employer_id = ? and account_id = ? and until_at is "
               "null",
               at, employer, account) > 0;
}

bool is_handler(store::Connection& c, EmployerId employer, Uuid account) {
    return c.query("select 1 from handler where employer_id = ? and account_id = ? and until_at is null and standing <> 'asked'", employer, account).next();
}

std::vector<Employer> list_employers_of(store::Connection& c, Uuid account) {
    return employers_of(c.query(
        "select e.id, e.uscc, e.conforming, e.name, e.kind, e.area, e.address, e.created_at from handler h "
        "join employer e on e.id = h.employer_id where h.account_id = ? and h.until_at is null and h.standing <> 'asked' order by "
        "h.since_at, e.id limit 100",
        account));
}

std::vector<Handler> list_handlings(store::Connection& c, Uuid account) {
    return handlers_of(c.query(std::string(handler_columns) + "from handler h where h.account_id = ? and h.until_at is null order by h.since_at, h.employer_id limit 100", account));
}

std::vector<Handler> list_handlers(store::Connection& c, EmployerId employer, const Handler* after, int limit) {
    return handlers_of(c.query(std::string(handler_columns) + "from handler h where h.employer_id = ? and (h.since_at, h.account_id) > (?, ?) order by h.since_at, h.account_id limit ?",
                               employer, after ? after->since_at : Instant{}, after ? after->account : Uuid{}, limit));
}

std::vector<Handler> list_acting_handlers(store::Connection& c, EmployerId employer) {
    return handlers_of(c.query(std::string(handler_columns) + "from handler h where h.employer_id = ? and h.until_at is null and h.standing <> 'asked' order by h.since_at, h.account_id limit 1000", employer));
}

std::optional<Handler> find_handler(store::Connection& c, EmployerId employer, Uuid account) {
    auto found = handlers_of(c.query(std::string(handler_columns) + "from handler h where h.employer_id = ? and h.account_id = ? and h.until_at is null", employer, account));
    if (found.empty()) return std::nullopt;
    return found.front();
}

std::vector<Handler> list_waiting_handlers(store::Connection& c, std::string_view area, const Handler* after, int limit) {
    const AreaRange range = range_of(area);
    return handlers_of(c.query(std::string(handler_columns) +
                                   "from handler h join employer e on e.id = h.employer_id where h.until_at is null and h.standing <> 'confirmed' "
                                   "and e.area >= ? and e.area < ? and (h.since_at, h.account_id) > (?, ?) order by h.since_at, h.account_id limit ?",
                               range.first, range.end, after ? after->since_at : Instant{}, after ? after->account : Uuid{}, limit));
}

}  // namespace leye::party
