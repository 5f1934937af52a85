import Packing
