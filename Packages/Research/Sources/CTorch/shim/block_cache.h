// Memory for tensors on the processor, kept for the tensors to come.
#ifndef ASSAY_BLOCK_CACHE_H
#define ASSAY_BLOCK_CACHE_H

namespace assay {

// Makes libtorch take the memory of all tensors on the processor from here.
void install_block_cache();

} // namespace assay

#endif
