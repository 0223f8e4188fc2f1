(()=>{var s=(e,t)=>({default:t,shift:t.map(o=>o.toLocaleUpperCase(e))});window.kioskKeys={sign:"Kurdî",layout:s("ku",["q w e r t y u i o p ê û","a s d f g h j k l ş î","z x c v b n m ç"])};})();
