#include "emulator/published.hpp"

#include "emulator/global_memory.hpp"
#include "emulator/machine.hpp"

namespace moe::emulator {

void publish(ptx::Vector4* to, const ptx::Vector4& words, const Where& where) {
  check_global(to, sizeof *to, true, where);
  *to = words;
  std::erase_if(machine.readers, [to](const PublishedReader& reader) {
    if (reader.words != to) return false;
    wake(*reader.thread);
    return true;
  });
}

ptx::Vector4 load_published(const ptx::Vector4* from, const Where& where) {
  check_global(from, sizeof *from, false, where);
  if (!ptx::is_published(*from)) {
    machine.readers.push_back({from, current});
    block_current("words that neither a block before nor this one has published", where);
  }
  return *from;
}

}  // namespace moe::emulator
