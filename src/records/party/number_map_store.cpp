#include "records/party/number_map_store.hpp"

#include <algorithm>
#include <cstring>

namespace leye::party {
namespace {

constexpr int page_rows = 20'000;

store::Blob blob_of(const NumberIndex& number) { return {std::string(number.data(), number.size())}; }

NumberIndex index_of(const store::Rows& rows, int column) {
    const auto bytes = rows.get<store::Blob>(column).bytes;
    NumberIndex out{};
    expect(bytes.size() == out.size(), "a stored index is not 16 bytes");
    std::memcpy(out.data(), bytes.data(), out.size());
    return out;
}

}  // namespace

void find_owners(store::Connection& c, std::span<const NumberIndex> numbers, std::span<Owner> owners) {
    constexpr size_t together = 64;
    static const std::string sql = [] {
        std::string out = "select d.number_index, d.person_id, p.area from document_index d join person p on p.id = d.person_id where d.number_index in (?";
        for (size_t i = 1; i < together; ++i) out += ", ?";
        return out + ")";
    }();
    for (size_t from = 0; from < numbers.size(); from += together) {
        const size_t count = std::min(together, numbers.size() - from);
        std::vector<store::Value> values;
        // The last one again and again: the statement has the same text for any number of them.
        for (size_t i = 0; i < together; ++i) values.emplace_back(blob_of(numbers[from + std::min(i, count - 1)]));
        for (size_t i = 0; i < count; ++i) owners[from + i] = {};
        auto rows = c.query_values(sql, values);
        while (rows.next()) {
            const NumberIndex number = index_of(rows, 0);
            const Owner owner{rows.get<PersonId>(1), city_of(rows.get<std::string>(2)), true};
            for (size_t i = 0; i < count; ++i)
                if (numbers[from + i] == number) owners[from + i] = owner;
        }
    }
}

int64_t count_numbers(store::Connection& c) {
    auto rows = c.query("select count(*) from document_index");
    rows.next();
    return rows.get<int64_t>(0);
}

std::vector<std::pair<PersonId, uint16_t>> list_cities(store::Connection& c, PersonId after) {
    std::vector<std::pair<PersonId, uint16_t>> out;
    auto rows = c.query("select id, area from person where id > ? order by id limit ?", after, page_rows);
    while (rows.next()) out.emplace_back(rows.get<PersonId>(0), city_of(rows.get<std::string>(1)));
    return out;
}

std::vector<std::pair<NumberIndex, PersonId>> list_numbers(store::Connection& c, const NumberIndex& after) {
    std::vector<std::pair<NumberIndex, PersonId>> out;
    auto rows = c.query("select number_index, person_id from document_index where number_index > ? order by number_index limit ?", blob_of(after), page_rows);
    while (rows.next()) out.emplace_back(index_of(rows, 0), rows.get<PersonId>(1));
    return out;
}

}  // namespace leye::party
