#include "services/casework/query_code_store.hpp"

#include "base/hash.hpp"
#include "services/casework/certificate_store.hpp"

namespace leye::casework {
namespace {

std::string index_of(const seal::Seal& seal, const Origin& origin, std::string_view code) {
    return seal.blind("query_code", origin.number + ":" + normal_code(code));
}

}  // namespace

std::string make_query_code() {
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base 32
    std::string out;
    for (unsigned char byte : random_bytes(8)) {
        if (out.size() == 4) out += '-';
        out += alphabet[byte & 31];
    }
    return out;
}

void add_query_code(store::Transaction& tx, const seal::Seal& seal, const Origin& origin, std::string_view code) {
    tx.post("insert into query_code (case_id, code_index) values (?, ?)", origin.id, store::Blob{index_of(seal, origin, code)});
}

bool is_query_code(store::Connection& c, const seal::Seal& seal, const Origin& origin, std::string_view typed) {
    auto rows = c.query("select code_index from query_code where case_id = ?", origin.id);
    return rows.next() && seal::constant_time_equal(rows.get<store::Blob>(0).bytes, index_of(seal, origin, typed));
}

}  // namespace leye::casework
